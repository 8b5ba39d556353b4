package workbench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The Runtime API over one kept-alive socket: the JDK's HTTP clients would cost more to load than all the rest. */
final class RuntimeClient {
    private static final String BASE = "/2018-06-01/runtime";
    private final String address;
    private final InputStream input;
    private final OutputStream output;

    RuntimeClient(String address) throws IOException {
        this.address = address;
        int colon = address.lastIndexOf(':');
        Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream());
        output = socket.getOutputStream();
    }

    Invocation next() throws IOException {
        return request("GET " + BASE + "/invocation/next", "", new byte[0]);
    }

    void respond(String requestId, byte[] body) throws IOException {
        post("/invocation/" + requestId + "/response", "Content-Type: application/json\r\n", body);
    }

    void fail(String requestId, byte[] error, String type) throws IOException {
        post("/invocation/" + requestId + "/error", errorHeaders(type), error);
    }

    void failInit(byte[] error, String type) throws IOException {
        post("/init/error", errorHeaders(type), error);
    }

    private static String errorHeaders(String type) {
        return "Content-Type: application/vnd.aws.lambda.error+json\r\nLambda-Runtime-Function-Error-Type: " + type + "\r\n";
    }

    private void post(String path, String headers, byte[] body) throws IOException {
        request("POST " + BASE + path, "Content-Length: " + body.length + "\r\n" + headers, body);
    }

    private Invocation request(String line, String headers, byte[] body) throws IOException {
        byte[] head = (line + " HTTP/1.1\r\nHost: " + address + "\r\n" + headers + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] message = new byte[head.length + body.length];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(body, 0, message, head.length, body.length);
        output.write(message);
        return answer();
    }

    private Invocation answer() throws IOException {
        line();
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Invocation(headers, input.readNBytes(length));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int character = input.read(); character != '\n'; character = input.read()) {
            // The service is gone.
            if (character < 0) throw new EOFException("The Runtime API closed its connection");
            if (character != '\r') line.append((char) character);
        }
        return line.toString();
    }
}
