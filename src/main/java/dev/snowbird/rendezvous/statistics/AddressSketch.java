package dev.snowbird.rendezvous.statistics;

import com.dynatrace.hash4j.distinctcount.HyperLogLog;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * How many different addresses there were, without any of them: a HyperLogLog sketch of precision 18, the reference's,
 * which is right to within 0.2 % (Snowflake contract, section 17). Not thread-safe.
 */
final class AddressSketch {

    private static final int PRECISION = 18;
    private static final int STATE_BYTES = HyperLogLog.create(PRECISION).getState().length;

    private final HyperLogLog sketch;

    /** Makes the sketch of no address. */
    AddressSketch() {
        this(HyperLogLog.create(PRECISION));
    }

    private AddressSketch(HyperLogLog sketch) {
        this.sketch = sketch;
    }

    /** Adds an address by its hash, of which all bits count. */
    void add(long hash) {
        sketch.add(hash);
    }

    /** Adds all addresses of another sketch that was made with the same hash. */
    void addAll(AddressSketch other) {
        sketch.add(other.sketch);
    }

    /** Returns about how many different addresses were added. */
    long count() {
        return Math.round(sketch.getDistinctCountEstimate());
    }

    /** Gives the sketch as text: its state, deflated (it is nearly empty most of the time), in Base64. */
    String encode() {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(sketch.getState());
            deflater.finish();
            byte[] deflated = new byte[2 * STATE_BYTES];
            return Base64.getEncoder().encodeToString(Arrays.copyOf(deflated, deflater.deflate(deflated)));
        } finally {
            deflater.end();
        }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static AddressSketch decode(String text) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(Base64.getDecoder().decode(text));
            byte[] state = new byte[STATE_BYTES];
            // All of the state, and after it nothing but the end.
            if (inflater.inflate(state) != STATE_BYTES || inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
                throw notASketch(null);
            }
            return new AddressSketch(HyperLogLog.wrap(state));
        } catch (DataFormatException | IllegalArgumentException malformed) {
            throw notASketch(malformed);
        } finally {
            inflater.end();
        }
    }

    private static IllegalArgumentException notASketch(Exception cause) {
        return new IllegalArgumentException("not a sketch of addresses", cause);
    }
}
