package dev.snowbird.bench.chat;

import com.rabbitmq.client.Channel;
import dev.snowbird.bench.measure.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A yardstick: the peers talk to the broker themselves, in this process, with no core between them. */
final class RawPeers implements ChatPeers {

    private static final String BACKEND = "bench://raw";
    private static final byte[] REQUEST = new byte[60];
    private static final byte[] REPLY = new byte[40];
    /** Brings an event to the length that it has in a core. */
    private static final String FILLING = " ".repeat(150);

    private final BareAmqp amqp;
    private final AtomicInteger ids = new AtomicInteger();

    RawPeers(String uri) throws Exception {
        amqp = new BareAmqp(uri);
        amqp.serve(BACKEND, (request, body) -> amqp.reply(request, REPLY));
    }

    @Override
    public Workload requests() {
        return () -> amqp.ask(BACKEND, String.valueOf(ids.incrementAndGet()), REQUEST);
    }

    @Override
    public Workload events(int plugins) throws Exception {
        Arrivals arrivals = new Arrivals(plugins, this::say);
        CountDownLatch listening = new CountDownLatch(plugins);
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < plugins; i++) {
            Consumer<String> arrived = arrivals.plugin(listening);
            channels.add(amqp.subscribe(event ->
                    arrived.accept(new String(event, StandardCharsets.US_ASCII).strip())));
        }
        arrivals.awaitAll(listening);
        return Workload.of(arrivals::publish, () -> channels.forEach(RawPeers::close));
    }

    private void say(String text) {
        amqp.publishEvent((text + FILLING).getBytes(StandardCharsets.US_ASCII));
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        amqp.close();
    }
}
