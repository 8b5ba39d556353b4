package workbench;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON to and from maps, lists, texts, numbers, booleans and null; anything else is written as {@link Beans} see it.
 * Whole numbers are the smallest of Integer, Long and BigInteger that holds them, others are Double.
 */
final class Json {
    private static final int DEPTH = 1000;
    private final String text;
    private int position;

    private Json(String text) {
        this.text = text;
    }

    /** Throws an {@code IllegalArgumentException} that says where the text is wrong. */
    static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.skip();
        if (json.position < text.length()) throw json.wrong("the end");
        return value;
    }

    static String write(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text, 0);
        return text.toString();
    }

    private Object value(int depth) {
        if (depth > DEPTH) throw wrong("less depth");
        skip();
        switch (peek()) {
            case '{':
                return object(depth);
            case '[':
                return array(depth);
            case '"':
                return string();
            case 't':
                return word("true", Boolean.TRUE);
            case 'f':
                return word("false", Boolean.FALSE);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        position += 1;
        skip();
        while (peek() != '}') {
            if (!members.isEmpty()) expect(',');
            skip();
            String name = string();
            skip();
            expect(':');
            members.put(name, value(depth + 1));
            skip();
        }
        position += 1;
        return members;
    }

    private List<Object> array(int depth) {
        List<Object> items = new ArrayList<>();
        position += 1;
        skip();
        while (peek() != ']') {
            if (!items.isEmpty()) expect(',');
            items.add(value(depth + 1));
            skip();
        }
        position += 1;
        return items;
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        for (char character = next(); character != '"'; character = next()) {
            value.append(character == '\\' ? escaped() : character);
        }
        return value.toString();
    }

    private char escaped() {
        char character = next();
        switch (character) {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                if (position + 4 > text.length()) throw wrong("four digits");
                position += 4;
                return (char) Integer.parseInt(text.substring(position - 4, position), 16);
            default:
                return character;
        }
    }

    private Object number() {
        int start = position;
        while (position < text.length() && "+-.0123456789eE".indexOf(text.charAt(position)) >= 0) position += 1;
        String digits = text.substring(start, position);
        try {
            if (digits.indexOf('.') >= 0 || digits.indexOf('e') >= 0 || digits.indexOf('E') >= 0) {
                return Double.valueOf(new BigDecimal(digits).doubleValue());
            }
            BigInteger whole = new BigInteger(digits);
            if (whole.bitLength() < 32) return whole.intValue();
            return whole.bitLength() < 64 ? (Object) whole.longValue() : whole;
        } catch (NumberFormatException error) {
            position = start;
            throw wrong("a value");
        }
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, position)) throw wrong(word);
        position += word.length();
        return value;
    }

    private void skip() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) position += 1;
    }

    private char peek() {
        if (position >= text.length()) throw wrong("more");
        return text.charAt(position);
    }

    private char next() {
        char character = peek();
        position += 1;
        return character;
    }

    private void expect(char character) {
        if (next() != character) {
            position -= 1;
            throw wrong("'" + character + "'");
        }
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("Expected " + expected + " at character " + (position + 1) + " of the JSON text");
    }

    private static void write(Object value, StringBuilder text, int depth) {
        if (depth > DEPTH) throw new IllegalArgumentException("The value is nested too deeply, or holds itself");
        if (value == null || value instanceof Boolean) text.append(value);
        else if (value instanceof CharSequence || value instanceof Character) quote(value.toString(), text);
        else if (value instanceof Number) number((Number) value, text);
        else if (value instanceof Map) members((Map<?, ?>) value, text, depth);
        else if (value instanceof Iterable) items((Iterable<?>) value, text, depth);
        else write(Beans.tree(value), text, depth + 1);
    }

    private static void number(Number value, StringBuilder text) {
        double amount = value.doubleValue();
        boolean isNumber = !Double.isNaN(amount) && !Double.isInfinite(amount);
        if (isNumber || value instanceof BigInteger || value instanceof BigDecimal) text.append(value);
        else quote(value.toString(), text);
    }

    /** Members without a value are left out, as Lambda's serializer does. */
    private static void members(Map<?, ?> value, StringBuilder text, int depth) {
        char separator = '{';
        for (Map.Entry<?, ?> member : value.entrySet()) {
            if (member.getValue() == null) continue;
            text.append(separator);
            quote(String.valueOf(member.getKey()), text);
            text.append(':');
            write(member.getValue(), text, depth + 1);
            separator = ',';
        }
        text.append(separator == '{' ? "{}" : "}");
    }

    private static void items(Iterable<?> value, StringBuilder text, int depth) {
        char separator = '[';
        for (Object item : value) {
            text.append(separator);
            write(item, text, depth + 1);
            separator = ',';
        }
        text.append(separator == '[' ? "[]" : "]");
    }

    private static void quote(String value, StringBuilder text) {
        text.append('"');
        for (int index = 0; index < value.length(); index += 1) {
            char character = value.charAt(index);
            if (character == '"' || character == '\\') text.append('\\').append(character);
            else if (character == '\n') text.append("\\n");
            else if (character == '\t') text.append("\\t");
            else if (character == '\r') text.append("\\r");
            else if (character < ' ') text.append(String.format("\\u%04x", (int) character));
            else text.append(character);
        }
        text.append('"');
    }
}
