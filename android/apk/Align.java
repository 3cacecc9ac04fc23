import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies an APK so that what is stored in it can be mapped: libraries begin at a page of 16 KB, the rest at 4 bytes.
 * Debian's zipalign knows pages of 4 KB alone, and its apksigner moves libraries back to 4 KB unless the entry itself names
 * its alignment, in the field that is written here. Takes the two files; `zipalign -c` looks over what comes out.
 */
final class Align {
    private static final int PAGE = 16384;
    private static final int WORD = 4;

    /** The field's id, its length, and the alignment that it names; zeros follow. */
    private static final short FIELD = (short) 0xd935;
    private static final int FIELD_BYTES = 6;
    private static final int HEADER_BYTES = 30;

    public static void main(String[] args) throws IOException {
        try (ZipFile from = new ZipFile(args[0]);
             Counting counting = new Counting(new FileOutputStream(args[1]));
             ZipOutputStream to = new ZipOutputStream(counting)) {
            for (ZipEntry old : Collections.list(from.entries())) {
                ZipEntry entry = new ZipEntry(old.getName());
                // The same bytes from the same sources, whenever they are built.
                entry.setTimeLocal(LocalDateTime.of(1981, 1, 1, 0, 0));
                entry.setMethod(old.getMethod());
                if (old.getMethod() == ZipEntry.STORED) {
                    entry.setSize(old.getSize());
                    entry.setCrc(old.getCrc());
                    to.flush();
                    entry.setExtra(padding(counting.written, old.getName()));
                }
                to.putNextEntry(entry);
                from.getInputStream(old).transferTo(to);
                to.closeEntry();
            }
        }
    }

    /** What makes the bytes of an entry, whose header begins at {@code start}, begin where they should. */
    private static byte[] padding(long start, String name) {
        int multiple = name.endsWith(".so") ? PAGE : WORD;
        long bare = start + HEADER_BYTES + name.getBytes(StandardCharsets.UTF_8).length + FIELD_BYTES;
        int zeros = (int) ((multiple - bare % multiple) % multiple);
        return ByteBuffer.allocate(FIELD_BYTES + zeros).order(ByteOrder.LITTLE_ENDIAN)
            .putShort(FIELD).putShort((short) (2 + zeros)).putShort((short) multiple).array();
    }

    private static final class Counting extends OutputStream {
        private final OutputStream next;
        private long written;

        Counting(OutputStream next) {
            this.next = next;
        }

        @Override
        public void write(int b) throws IOException {
            next.write(b);
            written++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            next.write(bytes, from, length);
            written += length;
        }

        @Override
        public void close() throws IOException {
            next.close();
        }
    }
}
