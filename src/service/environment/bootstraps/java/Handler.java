package workbench;

/** A function that can be called, whatever its signature is. */
interface Handler {
    /** The bytes of the response. Throws what the function throws, or a {@link Fault}. */
    byte[] call(Invocation invocation) throws Throwable;
}
