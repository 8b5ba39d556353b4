package workbench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The log pipe: a message is one event, however many lines it has. The frame is described in bootstraps/node/logPipe.ts. */
final class LogPipe {
    private static final int TEXT = 0xa55a0003;
    private static final int MARK = 0xa55aff01;
    private static final FileOutputStream PIPE = new FileOutputStream(FileDescriptor.out);

    private LogPipe() {}

    static void write(byte[] message) {
        frame(TEXT, message);
    }

    static void write(String message) {
        write(message.getBytes(StandardCharsets.UTF_8));
    }

    /** Says that everything written before belongs to what is now finished. */
    static void mark() {
        System.out.flush();
        frame(MARK, new byte[0]);
    }

    private static synchronized void frame(int type, byte[] message) {
        Instant now = Instant.now();
        long microseconds = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
        ByteBuffer frame = ByteBuffer.allocate(16 + message.length);
        frame.putInt(type).putInt(message.length).putLong(microseconds).put(message);
        try {
            PIPE.write(frame.array());
        } catch (IOException error) {
            // Nobody reads any more: the service is gone, and so will be this process.
        }
    }
}
