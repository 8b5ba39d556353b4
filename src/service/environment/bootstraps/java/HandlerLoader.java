package workbench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds what {@code package.Class} or {@code package.Class::method} names, and wraps it. Mistakes that Lambda tells only
 * when the function is invoked become handlers that throw them.
 */
final class HandlerLoader {
    private static final String PACKAGE = "com.amazonaws.services.lambda.runtime.";

    private HandlerLoader() {}

    /** Throws a {@link Fault} when the function cannot be started at all. */
    static Handler load(String name, ClassLoader classes) {
        try {
            return find(name, classes);
        } catch (Fault fault) {
            if (fault.isFatal) throw fault;
            return invocation -> {
                throw fault;
            };
        }
    }

    private static Handler find(String name, ClassLoader classes) {
        int colons = name.lastIndexOf("::");
        String className = colons < 0 ? name : name.substring(0, colons);
        String methodName = colons < 0 ? null : name.substring(colons + 2);
        if (className.isEmpty() || (methodName != null && methodName.isEmpty())) {
            throw Fault.ofRuntime("Invalid handler: `" + name + "'", null, false);
        }
        Class<?> type;
        try {
            type = Class.forName(className, true, classes);
        } catch (ClassNotFoundException error) {
            throw Fault.ofRuntime("Class not found: " + className, error, false);
        } catch (Throwable error) {
            String reason = error.getMessage() == null ? "" : ": " + error.getMessage();
            throw Fault.ofRuntime("Error loading class " + className + reason, error, true);
        }
        Class<?> context = optional(FunctionContext.INTERFACE, classes);
        return methodName == null ? ofInterface(type, context, classes) : ofMethod(type, methodName, context);
    }

    private static Handler ofInterface(Class<?> type, Class<?> context, ClassLoader classes) {
        for (String name : new String[] {"RequestStreamHandler", "RequestHandler"}) {
            Class<?> contract = optional(PACKAGE + name, classes);
            if (contract == null || !contract.isAssignableFrom(type)) continue;
            Method method = Arrays.stream(contract.getMethods()).filter((each) -> each.getName().equals("handleRequest")).findFirst().orElseThrow();
            if (name.equals("RequestStreamHandler")) return wrap(type, method, method.getParameterTypes(), void.class, context);
            Type[] arguments = Generics.argumentsOf(type, contract);
            return wrap(type, method, new Type[] {arguments[0], context}, arguments[1], context);
        }
        throw Fault.ofRuntime("Class does not implement an appropriate handler interface: " + type.getName(), null, false);
    }

    /** The longest fitting signature, one that ends with a context before one that does not. */
    private static Handler ofMethod(Class<?> type, String name, Class<?> context) {
        List<Method> methods = new ArrayList<>();
        for (Method method : type.getMethods()) if (method.getName().equals(name)) methods.add(method);
        methods.sort((one, other) -> {
            if (one.isBridge() != other.isBridge()) return one.isBridge() ? 1 : -1;
            return Integer.compare(weight(other, context), weight(one, context));
        });
        for (Method method : methods) {
            if (fits(method.getParameterTypes(), context)) {
                return wrap(type, method, method.getGenericParameterTypes(), method.getGenericReturnType(), context);
            }
        }
        throw Fault.ofRuntime(
            "No public method named " + name + " with appropriate method signature found on class " + type.getName(), null, false);
    }

    private static int weight(Method method, Class<?> context) {
        Class<?>[] types = method.getParameterTypes();
        return types.length + (types.length > 0 && types[types.length - 1] == context ? 1 : 0);
    }

    private static boolean fits(Class<?>[] types, Class<?> context) {
        switch (types.length) {
            case 0:
            case 1:
                return true;
            case 2:
                if (types[0] == InputStream.class && types[1] == OutputStream.class) return true;
                return types[0] != context && types[1] == context;
            case 3:
                return types[0] == InputStream.class && types[1] == OutputStream.class && types[2] == context;
            default:
                return false;
        }
    }

    private static Handler wrap(Class<?> type, Method method, Type[] parameters, Type result, Class<?> context) {
        Object instance = Modifier.isStatic(method.getModifiers()) ? null : instantiate(type);
        method.setAccessible(true);
        List<Type> types = Arrays.asList(parameters);
        boolean isStream = types.contains(InputStream.class) || types.contains(OutputStream.class);
        return (invocation) -> {
            LambdaLogger.requestId = invocation.requestId();
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            Object[] arguments = new Object[parameters.length];
            for (int index = 0; index < arguments.length; index += 1) {
                Type parameter = parameters[index];
                if (parameter == InputStream.class) arguments[index] = new ByteArrayInputStream(invocation.event);
                else if (parameter == OutputStream.class) arguments[index] = output;
                else if (context != null && parameter == context) arguments[index] = FunctionContext.of(context, invocation);
                else arguments[index] = read(invocation.event, parameter);
            }
            Object value = invoke(method, instance, arguments);
            return isStream ? output.toByteArray() : write(value, result);
        };
    }

    private static Object invoke(Method method, Object instance, Object[] arguments) throws Throwable {
        try {
            return method.invoke(instance, arguments);
        } catch (InvocationTargetException error) {
            Throwable thrown = error.getCause() == null ? error : error.getCause();
            throw method.getDeclaringClass().isInterface() ? Fault.withoutReflection(thrown) : thrown;
        }
    }

    private static Object read(byte[] event, Type type) {
        try {
            return Beans.read(Json.parse(new String(event, StandardCharsets.UTF_8)), type);
        } catch (RuntimeException error) {
            throw new RuntimeException("An error occurred during JSON parsing", error);
        }
    }

    private static byte[] write(Object value, Type type) {
        if (type == void.class || type == Void.class) return "null".getBytes(StandardCharsets.UTF_8);
        try {
            return Json.write(value).getBytes(StandardCharsets.UTF_8);
        } catch (RuntimeException error) {
            throw new RuntimeException("An error occurred during JSON serialization of response", error);
        }
    }

    private static Object instantiate(Class<?> type) {
        Constructor<?> constructor;
        try {
            constructor = type.getConstructor();
        } catch (NoSuchMethodException error) {
            boolean isInner = type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers());
            throw Fault.ofRuntime(
                "Class " + type.getName() + (isInner
                    ? " cannot be instantiated because it is a non-static inner class"
                    : " has no public zero-argument constructor"),
                new Exception(error), false);
        }
        try {
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (InvocationTargetException error) {
            throw Fault.ofConstructor(error.getCause() == null ? error : error.getCause());
        } catch (ReflectiveOperationException error) {
            throw Fault.ofRuntime(String.valueOf(error.getMessage()), error, false);
        }
    }

    private static Class<?> optional(String name, ClassLoader classes) {
        try {
            return Class.forName(name, false, classes);
        } catch (ClassNotFoundException error) {
            return null;
        }
    }
}
