package dev.snowbird.seabird.amqp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What a stream's queue has brought. */
final class Inbox implements StreamQueue.Listener {

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final AtomicInteger losses = new AtomicInteger();
    private volatile boolean wanted = true;

    @Override
    public void delivered(Delivery delivery) {
        deliveries.add(delivery);
    }

    @Override
    public boolean isWanted() {
        return wanted;
    }

    @Override
    public void lost() {
        losses.incrementAndGet();
    }

    /** Its peer is gone. */
    void leave() {
        wanted = false;
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    List<String> texts() {
        return deliveries.stream().map(delivery -> new String(delivery.body())).toList();
    }

    int losses() {
        return losses.get();
    }
}
