package workbench;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Map;

/** The context object of an invocation, as whatever interface the function brings for it. */
final class FunctionContext {
    static final String INTERFACE = "com.amazonaws.services.lambda.runtime.Context";

    /** The value of a getter; {@code type} is what the getter returns. */
    private interface Getters {
        Object value(String name, Class<?> type, Object[] arguments);
    }

    private FunctionContext() {}

    static Object of(Class<?> context, Invocation invocation) {
        return proxy(context, (name, type, arguments) -> {
            switch (name) {
                case "getAwsRequestId":
                    return invocation.requestId();
                case "getInvokedFunctionArn":
                    return invocation.header("lambda-runtime-invoked-function-arn");
                case "getTenantId":
                    return invocation.header("lambda-runtime-aws-tenant-id");
                case "getXrayTraceId":
                    return invocation.header("lambda-runtime-trace-id");
                case "getLogGroupName":
                    return System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
                case "getLogStreamName":
                    return System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
                case "getFunctionName":
                    return System.getenv("AWS_LAMBDA_FUNCTION_NAME");
                case "getFunctionVersion":
                    return System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
                case "getMemoryLimitInMB":
                    return Integer.valueOf(System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
                case "getRemainingTimeInMillis":
                    return (int) Math.max(0, invocation.deadlineMs() - System.currentTimeMillis());
                case "getLogger":
                    return logger(type);
                case "getIdentity":
                    return identity(type, object(invocation.header("lambda-runtime-cognito-identity")));
                case "getClientContext":
                    return clientContext(type, object(invocation.header("lambda-runtime-client-context")));
                default:
                    return null;
            }
        });
    }

    private static Object logger(Class<?> type) {
        return proxy(type, (name, result, arguments) -> {
            LambdaLogger.log(arguments);
            return null;
        });
    }

    private static Object identity(Class<?> type, Map<?, ?> json) {
        if (json == null) return null;
        return proxy(type, (name, result, arguments) ->
            json.get(name.equals("getIdentityId") ? "cognitoIdentityId" : "cognitoIdentityPoolId"));
    }

    private static Object clientContext(Class<?> type, Map<?, ?> json) {
        if (json == null) return null;
        return proxy(type, (name, result, arguments) -> {
            switch (name) {
                case "getCustom":
                    return json.get("custom") == null ? Collections.emptyMap() : json.get("custom");
                case "getEnvironment":
                    return json.get("env") == null ? Collections.emptyMap() : json.get("env");
                default:
                    return client(result, (Map<?, ?>) json.get("client"));
            }
        });
    }

    private static Object client(Class<?> type, Map<?, ?> json) {
        if (json == null) return null;
        // getAppTitle is app_title.
        return proxy(type, (name, result, arguments) ->
            json.get(name.substring(3).replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT)));
    }

    private static Map<?, ?> object(String json) {
        return json == null || json.isEmpty() ? null : (Map<?, ?>) Json.parse(json);
    }

    private static Object proxy(Class<?> type, Getters getters) {
        InvocationHandler handler = (Object self, Method method, Object[] arguments) -> {
            if (method.getDeclaringClass() != Object.class) {
                return getters.value(method.getName(), method.getReturnType(), arguments);
            }
            switch (method.getName()) {
                case "equals":
                    return self == arguments[0];
                case "hashCode":
                    return System.identityHashCode(self);
                default:
                    return type.getSimpleName();
            }
        };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }
}
