package workbench;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Turns what JSON holds into the types that a function declares, and its objects into what JSON can hold. */
final class Beans {
    /** Names of AWS's events that are not those of their getters. */
    private static final Map<String, String> EVENT_NAMES =
        Map.of("records", "Records", "eventSourceArn", "eventSourceARN", "detailType", "detail-type");

    private Beans() {}

    /** Throws an {@code IllegalArgumentException} for a value that does not fit the type. */
    static Object read(Object value, Type type) {
        Class<?> raw = Generics.rawOf(type);
        if (value == null) return raw.isPrimitive() ? Array.get(Array.newInstance(raw, 1), 0) : null;
        if (raw == Object.class) return value;
        if (Map.class.isAssignableFrom(raw)) return map(value, raw, type);
        if (Collection.class.isAssignableFrom(raw) || raw == Iterable.class) return collection(value, raw, type);
        if (raw.isArray()) return array(value, raw.getComponentType());
        if (raw == String.class || raw == CharSequence.class) return text(value);
        if (raw == boolean.class || raw == Boolean.class) return expect(value, Boolean.class, raw);
        if (raw == char.class || raw == Character.class) return text(value).charAt(0);
        if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) return number(value, raw);
        if (raw.isEnum()) return constant(raw, text(value));
        if (raw == Date.class) return date(value);
        if (raw == ByteBuffer.class) return ByteBuffer.wrap(Base64.getDecoder().decode(text(value)));
        if (value instanceof Map) return bean((Map<?, ?>) value, raw);
        return parsed(text(value), raw);
    }

    /** What JSON can hold of an object: its getters and public fields, or a text. */
    static Object tree(Object value) {
        Class<?> type = value.getClass();
        if (type.isArray()) {
            List<Object> items = new ArrayList<>();
            for (int index = 0; index < Array.getLength(value); index += 1) items.add(Array.get(value, index));
            return items;
        }
        if (value instanceof Enum) return ((Enum<?>) value).name();
        if (value instanceof Date) return ((Date) value).getTime();
        if (type.getName().startsWith("java.") || type.getName().startsWith("org.joda.time.")) return value.toString();
        return members(value, type);
    }

    private static Map<String, Object> members(Object value, Class<?> type) {
        Map<String, Method> getters = getters(type);
        Map<String, Object> members = new LinkedHashMap<>();
        try {
            // In the order of the fields, as far as there are any.
            for (Field field : fields(type)) {
                Method getter = getters.remove(field.getName());
                if (getter != null) members.put(field.getName(), getter.invoke(value));
                else if (isSeen(field)) members.put(field.getName(), field.get(value));
            }
            for (Map.Entry<String, Method> getter : getters.entrySet()) {
                members.put(getter.getKey(), getter.getValue().invoke(value));
            }
            return isEvent(type) ? renamed(members) : members;
        } catch (InvocationTargetException error) {
            throw new IllegalArgumentException("A getter of " + type.getName() + " failed", error.getCause());
        } catch (IllegalAccessException error) {
            throw new IllegalArgumentException(error);
        }
    }

    private static Map<String, Object> renamed(Map<String, Object> members) {
        Map<String, Object> renamed = new LinkedHashMap<>();
        for (Map.Entry<String, Object> member : members.entrySet()) {
            renamed.put(EVENT_NAMES.getOrDefault(member.getKey(), member.getKey()), member.getValue());
        }
        return renamed;
    }

    private static Map<String, Method> getters(Class<?> type) {
        Map<String, Method> getters = new TreeMap<>();
        for (Method method : type.getMethods()) {
            if (method.getParameterCount() > 0 || method.getDeclaringClass() == Object.class) continue;
            if (Modifier.isStatic(method.getModifiers()) || method.getReturnType() == void.class || method.isBridge()) continue;
            String name = method.getName();
            boolean isBoolean = method.getReturnType() == boolean.class;
            String property = name.startsWith("get") ? property(name, 3) : isBoolean && name.startsWith("is") ? property(name, 2) : null;
            if (property == null) continue;
            method.setAccessible(true);
            getters.put(property, method);
        }
        return getters;
    }

    private static Object bean(Map<?, ?> value, Class<?> type) {
        boolean isEvent = isEvent(type);
        Map<String, Method> setters = new HashMap<>();
        for (Method method : type.getMethods()) {
            boolean isSetter = method.getName().startsWith("set") && method.getParameterCount() == 1 && !method.isBridge();
            String property = isSetter ? property(method.getName(), 3) : null;
            if (property != null) setters.put(key(property, isEvent), method);
        }
        // A field without a setter is set when it can be seen or got.
        Set<String> gotten = getters(type).keySet();
        Map<String, Field> fields = new HashMap<>();
        for (Field field : fields(type)) {
            boolean isSeen = Modifier.isPublic(field.getModifiers()) || gotten.contains(field.getName());
            if (isSeen) fields.put(key(field.getName(), isEvent), field);
        }
        try {
            Object bean = instantiate(type);
            for (Map.Entry<?, ?> member : value.entrySet()) {
                String name = key(String.valueOf(member.getKey()), isEvent);
                Method setter = setters.get(name);
                Field field = fields.get(name);
                if (setter != null) {
                    setter.setAccessible(true);
                    setter.invoke(bean, read(member.getValue(), setter.getGenericParameterTypes()[0]));
                } else if (field != null) {
                    field.setAccessible(true);
                    field.set(bean, read(member.getValue(), field.getGenericType()));
                }
            }
            return bean;
        } catch (InvocationTargetException error) {
            throw new IllegalArgumentException("A value for " + type.getName() + " was refused", error.getCause());
        } catch (ReflectiveOperationException error) {
            throw new IllegalArgumentException(type.getName() + " cannot be made", error);
        }
    }

    /** Some of AWS's events have no constructor without arguments: they are made as deserialization makes objects. */
    private static Object instantiate(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor;
        try {
            constructor = type.getDeclaredConstructor();
        } catch (NoSuchMethodException error) {
            if (!isEvent(type)) throw error;
            Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
            Object maker = factory.getMethod("getReflectionFactory").invoke(null);
            Method make = factory.getMethod("newConstructorForSerialization", Class.class, Constructor.class);
            constructor = (Constructor<?>) make.invoke(maker, type, Object.class.getDeclaredConstructor());
        }
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    /** Public fields, and those of records: Lambda's serializer writes records, and does not read them. */
    private static boolean isSeen(Field field) {
        Class<?> parent = field.getDeclaringClass().getSuperclass();
        boolean isRecord = parent != null && parent.getName().equals("java.lang.Record");
        if (isRecord) field.setAccessible(true);
        return isRecord || Modifier.isPublic(field.getModifiers());
    }

    private static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        if (type.getSuperclass() != null && type.getSuperclass() != Object.class) fields.addAll(fields(type.getSuperclass()));
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers()) && !field.isSynthetic()) fields.add(field);
        }
        return fields;
    }

    /** {@code getName} is {@code name}; null where nothing follows the prefix. */
    private static String property(String method, int prefix) {
        if (method.length() == prefix) return null;
        return Character.toLowerCase(method.charAt(prefix)) + method.substring(prefix + 1);
    }

    /** AWS's events write Records, eventSourceARN and detail-type where their classes have camel case. */
    private static String key(String name, boolean isEvent) {
        return isEvent ? name.replace("-", "").toLowerCase(Locale.ROOT) : name;
    }

    private static boolean isEvent(Class<?> type) {
        return type.getName().startsWith("com.amazonaws.services.lambda.runtime.events.");
    }

    private static Object map(Object value, Class<?> raw, Type type) {
        Map<?, ?> members = (Map<?, ?>) expect(value, Map.class, raw);
        Map<Object, Object> map = new LinkedHashMap<>();
        Type keyType = Generics.argument(type, 0);
        for (Map.Entry<?, ?> member : members.entrySet()) {
            map.put(read(member.getKey(), keyType), read(member.getValue(), Generics.argument(type, 1)));
        }
        if (raw.isInstance(map)) return map;
        return filled(raw, Map.class, map, new TreeMap<>(map));
    }

    private static Object collection(Object value, Class<?> raw, Type type) {
        List<Object> items = new ArrayList<>();
        for (Object item : (List<?>) expect(value, List.class, raw)) items.add(read(item, Generics.argument(type, 0)));
        if (raw.isInstance(items)) return items;
        return filled(raw, Collection.class, items, new LinkedHashSet<>(items));
    }

    /** {@code other} where it is of the type, otherwise the type's own copy of {@code content}. */
    private static Object filled(Class<?> raw, Class<?> contract, Object content, Object other) {
        if (raw.isInstance(other)) return other;
        try {
            return raw.getConstructor(contract).newInstance(content);
        } catch (ReflectiveOperationException error) {
            throw new IllegalArgumentException(raw.getName() + " cannot be made", error);
        }
    }

    private static Object array(Object value, Class<?> component) {
        if (component == byte.class && value instanceof String) return Base64.getDecoder().decode((String) value);
        List<?> items = (List<?>) expect(value, List.class, component);
        Object array = Array.newInstance(component, items.size());
        for (int index = 0; index < items.size(); index += 1) Array.set(array, index, read(items.get(index), component));
        return array;
    }

    private static Object number(Object value, Class<?> type) {
        BigDecimal amount;
        try {
            amount = new BigDecimal(text(value));
        } catch (NumberFormatException error) {
            throw new IllegalArgumentException("\"" + value + "\" is no " + type.getSimpleName(), error);
        }
        if (type == int.class || type == Integer.class) return amount.intValue();
        if (type == long.class || type == Long.class) return amount.longValue();
        if (type == double.class || type == Double.class) return amount.doubleValue();
        if (type == float.class || type == Float.class) return amount.floatValue();
        if (type == short.class || type == Short.class) return amount.shortValue();
        if (type == byte.class || type == Byte.class) return amount.byteValue();
        if (type == BigInteger.class) return amount.toBigInteger();
        return type == BigDecimal.class ? amount : value;
    }

    /** Streams of DynamoDB and Kinesis tell seconds, everything else milliseconds: no event is of the year 1973. */
    private static Date date(Object value) {
        if (!(value instanceof Number)) return Date.from(Instant.parse(text(value)));
        double amount = ((Number) value).doubleValue();
        return new Date(amount < 1e11 ? Math.round(amount * 1000) : (long) amount);
    }

    private static Object constant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) if (((Enum<?>) constant).name().equals(name)) return constant;
        throw new IllegalArgumentException("\"" + name + "\" is no " + type.getSimpleName());
    }

    /** Dates of java.time and of Joda, UUID and the like have such a method. */
    private static Object parsed(String text, Class<?> type) {
        for (String name : new String[] {"parse", "fromString", "valueOf"}) {
            for (Class<?> parameter : new Class<?>[] {CharSequence.class, String.class}) {
                try {
                    Method method = type.getMethod(name, parameter);
                    if (Modifier.isStatic(method.getModifiers())) return method.invoke(null, text);
                } catch (InvocationTargetException error) {
                    throw new IllegalArgumentException("\"" + text + "\" is no " + type.getSimpleName(), error.getCause());
                } catch (ReflectiveOperationException error) {
                    // The next one may be there.
                }
            }
        }
        throw new IllegalArgumentException("A text is no " + type.getName());
    }

    private static String text(Object value) {
        if (value instanceof Map || value instanceof List) {
            throw new IllegalArgumentException("An object or a list is no text");
        }
        return value.toString();
    }

    private static Object expect(Object value, Class<?> wanted, Class<?> type) {
        if (wanted.isInstance(value)) return value;
        throw new IllegalArgumentException("A " + value.getClass().getSimpleName() + " is no " + type.getSimpleName());
    }
}
