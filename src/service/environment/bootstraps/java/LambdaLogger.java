package workbench;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a function's logger does, in the log format and at the level that the function is configured for. */
final class LambdaLogger {
    private static final boolean IS_JSON = "JSON".equals(System.getenv("AWS_LAMBDA_LOG_FORMAT"));
    private static final List<String> LEVELS = Arrays.asList("UNDEFINED", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
    private static final int LOWEST = System.getenv("AWS_LAMBDA_LOG_LEVEL") == null
        ? 0
        : LEVELS.indexOf(System.getenv("AWS_LAMBDA_LOG_LEVEL"));

    static volatile String requestId;

    private LambdaLogger() {}

    /** A message that the runtime itself has. */
    static void error(String message) {
        log(message, IS_JSON ? "ERROR" : "UNDEFINED");
    }

    /** {@code arguments} as the function's interface has them: a text or bytes, and a level or none. */
    static void log(Object[] arguments) {
        String level = arguments.length > 1 && arguments[1] != null ? arguments[1].toString() : "UNDEFINED";
        if (arguments[0] instanceof byte[]) LogPipe.write((byte[]) arguments[0]);
        else log(String.valueOf(arguments[0]), level);
    }

    private static void log(String message, String level) {
        boolean hasLevel = !level.equals("UNDEFINED");
        if (hasLevel && LEVELS.indexOf(level) < LOWEST) return;
        if (!IS_JSON) {
            LogPipe.write(hasLevel ? "[" + level + "] " + message : message);
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("timestamp", Instant.now().toString());
        line.put("message", message);
        line.put("level", level);
        if (requestId != null) line.put("AWSRequestId", requestId);
        LogPipe.write(Json.write(line) + "\n");
    }
}
