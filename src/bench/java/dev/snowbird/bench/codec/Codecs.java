package dev.snowbird.bench.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.snowbird.rendezvous.message.AmpArmor;
import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.seabird.chat.Blocks;
import dev.snowbird.seabird.chat.FormattedText;
import dev.snowbird.seabird.chat.SizeLimit;
import io.coded.seabird.common.Block;
import io.grpc.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What every poll and every message goes through, one step at a time; beside the polls, what reads any JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Codecs {

    private static final int MANY_LINES = 20;

    private final String sdp = "v=0\r\no=- 8246801182236914373 1702384793 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"
            + "a=candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host\r\n".repeat(MANY_LINES);
    private final String offer = json("{'type':'offer','sdp':'" + sdp.replace("\r\n", "\\r\\n") + "'}");
    private final String clientPoll = json("{'offer':") + GoJson.write(offer) + json(",'nat':'unknown'}");
    private final String proxyPoll = json("{'Sid':'ymbcCMto7KHNGYlp','Version':'1.3','Type':'standalone',"
            + "'NAT':'unrestricted','Clients':8,'AcceptedRelayPattern':'snowflake.torproject.net$'}");
    private final byte[] response = clientPoll.getBytes(StandardCharsets.UTF_8);
    private final String page = AmpArmor.encode(response);
    private final Blocks blocks = new Blocks(new SizeLimit(1 << 22));

    private static String json(String quoted) {
        return quoted.replace('\'', '"');
    }

    /** A client's poll is read and checked. */
    @Benchmark
    public ClientPoll readClientPoll() throws JsonProcessingException {
        return GoJson.mapper().readValue(clientPoll, ClientPoll.class);
    }

    /** The same text is read as any JSON. */
    @Benchmark
    public Object readClientPollAsAnyJson() throws JsonProcessingException {
        return GoJson.mapper().readTree(clientPoll);
    }

    /** A proxy's poll is read and checked. */
    @Benchmark
    public ProxyPoll readProxyPoll() throws JsonProcessingException {
        return GoJson.mapper().readValue(proxyPoll, ProxyPoll.class);
    }

    /** The same text is read as any JSON. */
    @Benchmark
    public Object readProxyPollAsAnyJson() throws JsonProcessingException {
        return GoJson.mapper().readTree(proxyPoll);
    }

    /** A response is made a page that AMP caches take. */
    @Benchmark
    public String writeAmpArmor() {
        return AmpArmor.encode(response);
    }

    /** And is taken from one. */
    @Benchmark
    public byte[] readAmpArmor() {
        return AmpArmor.decode(page);
    }

    /** A plain text gets its formatted form. */
    @Benchmark
    public FormattedText normaliseText() throws StatusException {
        return blocks.normalise("Snow, and more snow", false, Block.getDefaultInstance());
    }
}
