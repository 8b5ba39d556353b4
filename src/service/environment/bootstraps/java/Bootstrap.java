package workbench;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What runs inside an execution environment of a Java function: loads the handler and feeds it invocations.
 *
 * <p>The JDK alone, Java 11 and later. Behaviour and texts follow Lambda's runtime interface client for Java.
 */
public final class Bootstrap {
    private Bootstrap() {}

    public static void main(String[] arguments) throws Exception {
        // One pipe for both streams keeps their lines in order.
        PrintStream output = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(output);
        System.setErr(output);
        ClassLoader classes = functionClasses(System.getenv("LAMBDA_TASK_ROOT"), System.getProperty("workbench.layers"));
        Thread.currentThread().setContextClassLoader(classes);
        RuntimeClient client = new RuntimeClient(System.getenv("AWS_LAMBDA_RUNTIME_API"));
        Handler handler;
        try {
            handler = HandlerLoader.load(System.getenv("_HANDLER"), classes);
        } catch (Fault fault) {
            LambdaLogger.error(fault.report());
            client.failInit(fault.payload(), fault.runtimeType());
            System.exit(1);
            return;
        }
        while (true) {
            LogPipe.mark();
            handle(client, handler, client.next());
        }
    }

    private static void handle(RuntimeClient client, Handler handler, Invocation invocation) throws IOException {
        setTrace(invocation.header("lambda-runtime-trace-id"));
        try {
            client.respond(invocation.requestId(), handler.call(invocation));
            // A flag that the function set is not the next one's.
            Thread.interrupted();
        } catch (Throwable thrown) {
            Fault fault = Fault.of(thrown);
            client.fail(invocation.requestId(), fault.payload(), fault.runtimeType());
            LambdaLogger.error(fault.report());
            if (fault.isFatal || thrown instanceof VirtualMachineError || thrown instanceof IOError) {
                LogPipe.mark();
                Runtime.getRuntime().halt(1);
            }
        }
    }

    private static void setTrace(String trace) {
        // Where the X-Ray SDK for Java looks.
        if (trace == null) System.clearProperty("com.amazonaws.xray.traceHeader");
        else System.setProperty("com.amazonaws.xray.traceHeader", trace);
    }

    /** The task root, then its {@code lib}, then the layers' {@code java/lib}; archives in the order of their names. */
    private static ClassLoader functionClasses(String taskRoot, String layers) throws MalformedURLException {
        List<URL> places = new ArrayList<>();
        places.add(new File(taskRoot, "/").toURI().toURL());
        for (File folder : new File[] {new File(taskRoot, "lib"), new File(layers, "java/lib")}) {
            File[] archives = folder.listFiles((parent, name) -> name.endsWith(".jar"));
            if (archives == null) continue;
            Arrays.sort(archives);
            for (File archive : archives) places.add(archive.toURI().toURL());
        }
        return new URLClassLoader(places.toArray(new URL[0]), ClassLoader.getSystemClassLoader());
    }
}
