package workbench;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.HashMap;
import java.util.Map;

/** Answers what stands for the type parameters of a generic interface in a class that implements it. */
final class Generics {
    private Generics() {}

    /** Parameters that nothing stands for are {@code Object}, or their upper bound. */
    static Type[] argumentsOf(Class<?> type, Class<?> contract) {
        Type[] found = search(type, contract, new HashMap<>());
        if (found != null) return found;
        Type[] unknown = new Type[contract.getTypeParameters().length];
        java.util.Arrays.fill(unknown, Object.class);
        return unknown;
    }

    private static Type[] search(Type type, Class<?> contract, Map<TypeVariable<?>, Type> known) {
        if (type == null) return null;
        Class<?> raw = rawOf(type);
        Map<TypeVariable<?>, Type> inside = new HashMap<>();
        if (type instanceof ParameterizedType) {
            Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
            for (int index = 0; index < arguments.length; index += 1) {
                inside.put(raw.getTypeParameters()[index], known.getOrDefault(arguments[index], arguments[index]));
            }
        }
        if (raw == contract) {
            TypeVariable<?>[] parameters = contract.getTypeParameters();
            Type[] arguments = new Type[parameters.length];
            for (int index = 0; index < parameters.length; index += 1) {
                Type argument = inside.getOrDefault(parameters[index], Object.class);
                arguments[index] = argument instanceof TypeVariable ? rawOf(argument) : argument;
            }
            return arguments;
        }
        for (Type parent : raw.getGenericInterfaces()) {
            Type[] found = search(parent, contract, inside);
            if (found != null) return found;
        }
        return search(raw.getGenericSuperclass(), contract, inside);
    }

    /** The class that a type is at run time. */
    static Class<?> rawOf(Type type) {
        if (type instanceof Class) return (Class<?>) type;
        if (type instanceof ParameterizedType) return (Class<?>) ((ParameterizedType) type).getRawType();
        if (type instanceof TypeVariable) return rawOf(((TypeVariable<?>) type).getBounds()[0]);
        if (type instanceof WildcardType) return rawOf(((WildcardType) type).getUpperBounds()[0]);
        return Object[].class;
    }

    /** The type argument at {@code index}; {@code Object} where a type has none. */
    static Type argument(Type type, int index) {
        if (!(type instanceof ParameterizedType)) return Object.class;
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
