package workbench;

import java.util.Map;

/** One event with what the Runtime API says of it. */
final class Invocation {
    final byte[] event;
    private final Map<String, String> headers;

    /** {@code headers} have names in lower case. */
    Invocation(Map<String, String> headers, byte[] event) {
        this.headers = headers;
        this.event = event;
    }

    String header(String name) {
        return headers.get(name);
    }

    String requestId() {
        return header("lambda-runtime-aws-request-id");
    }

    long deadlineMs() {
        return Long.parseLong(header("lambda-runtime-deadline-ms"));
    }
}
