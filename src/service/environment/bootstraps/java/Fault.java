package workbench;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An error as the Runtime API and the log are told of it: one of the runtime itself, or what the function threw. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The function did not get as far as being loaded: the process is of no more use. */
    final boolean isFatal;

    private final String type;
    private final String trace;
    private final List<String> frames;
    private final String runtimeType;

    private Fault(String message, Throwable cause, boolean isFatal, String runtimeType, List<String> frames) {
        super(message, null, false, false);
        this.type = cause == null ? null : cause.getClass().getName();
        this.trace = cause == null ? null : traceOf(cause);
        this.isFatal = isFatal;
        this.runtimeType = runtimeType;
        this.frames = frames;
    }

    /** An error of the runtime: {@code cause} may be null. Its stack stays in the log. */
    static Fault ofRuntime(String message, Throwable cause, boolean isFatal) {
        if (cause != null) cut(cause, identitySet());
        return new Fault(message, cause, isFatal, "Runtime.BadFunctionCode", null);
    }

    /** What a constructor of the function's threw. */
    static Fault ofConstructor(Throwable thrown) {
        cut(thrown, identitySet());
        return new Fault(messageOf(thrown), thrown, true, "Runtime.BadFunctionCode", null);
    }

    static Fault of(Throwable thrown) {
        if (thrown instanceof Fault) return (Fault) thrown;
        cut(thrown, identitySet());
        List<String> frames = new ArrayList<>();
        for (StackTraceElement element : thrown.getStackTrace()) frames.add(element.toString());
        return new Fault(messageOf(thrown), thrown, false, "Function.UserException", frames);
    }

    String runtimeType() {
        return runtimeType;
    }

    byte[] payload() {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("errorMessage", getMessage());
        if (type != null) error.put("errorType", type);
        if (frames != null) error.put("stackTrace", frames);
        return Json.write(error).getBytes(StandardCharsets.UTF_8);
    }

    /** For the log. */
    String report() {
        if (type == null) return getMessage() + "\n";
        return getMessage() + ": " + type + "\n" + trace + "\n";
    }

    private static String messageOf(Throwable thrown) {
        String message = thrown.getLocalizedMessage();
        return message == null ? thrown.getClass().getName() : message;
    }

    private static String traceOf(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Takes off what stands between a function and this runtime, which calls an interface by reflection. */
    static Throwable withoutReflection(Throwable thrown) {
        cut(thrown, identitySet());
        StackTraceElement[] stack = thrown.getStackTrace();
        int end = stack.length;
        while (end > 0 && isReflection(stack[end - 1].getClassName())) end -= 1;
        thrown.setStackTrace(Arrays.copyOf(stack, end));
        return thrown;
    }

    /** Takes this runtime's frames off the stack. */
    private static void cut(Throwable thrown, Set<Throwable> seen) {
        if (!seen.add(thrown)) return;
        StackTraceElement[] stack = thrown.getStackTrace();
        int end = 0;
        while (end < stack.length && !stack[end].getClassName().startsWith("workbench.")) end += 1;
        if (end < stack.length) thrown.setStackTrace(Arrays.copyOf(stack, end));
        if (thrown.getCause() != null) cut(thrown.getCause(), seen);
        for (Throwable suppressed : thrown.getSuppressed()) cut(suppressed, seen);
    }

    private static boolean isReflection(String className) {
        return className.startsWith("java.lang.reflect.")
            || className.startsWith("jdk.internal.reflect.")
            || className.startsWith("java.lang.invoke.");
    }

    private static Set<Throwable> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}
