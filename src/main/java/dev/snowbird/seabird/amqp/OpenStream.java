package dev.snowbird.seabird.amqp;

import com.rabbitmq.client.ShutdownListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A stream's queue while it is open, and the one way in which it ends. */
final class OpenStream implements StreamQueue {

    private final StreamHold hold;
    private final Listener listener;
    private final AmqpThreads threads;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile String queue = "";
    private volatile AmqpLink.Registration registration = () -> { };

    OpenStream(StreamHold hold, Listener listener, AmqpThreads threads) {
        this.hold = hold;
        this.listener = listener;
        this.threads = threads;
    }

    /**
     * Begins to hand on messages; this waits for the broker.
     *
     * @param declared the queue, on the channel of the hold
     * @param session  with which the stream ends
     */
    void start(String declared, LinkSession session) throws IOException {
        queue = declared;
        QueueConsumer.start(hold.channel(), declared, this::delivered, this::lost);
        ShutdownListener closed = cause -> lost();
        hold.channel().addShutdownListener(closed);
        registration = session.whenOver(this::lost);
        if (ended.get()) {
            registration.close();
        }
    }

    private void delivered(Delivery delivery) {
        if (!ended.get()) {
            listener.delivered(delivery);
        }
    }

    private void lost() {
        if (end()) {
            AmqpThreads.run(threads.notices, listener::lost);
        }
    }

    @Override
    public String name() {
        return queue;
    }

    @Override
    public void close() {
        end();
    }

    private boolean end() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        registration.close();
        AmqpThreads.run(threads.closings, () -> hold.release(queue));
        return true;
    }

    /** Gives up what could not be opened completely, before anybody knows of it; this waits for the broker. */
    void abandon() {
        if (ended.compareAndSet(false, true)) {
            registration.close();
            hold.release(queue);
        }
    }
}
