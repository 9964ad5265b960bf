package dev.snowbird.testing;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.amqp.OwnedQueue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What a stream's queue has brought. */
public final class Inbox implements OwnedQueue.Listener {

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final List<Delivery> late = new CopyOnWriteArrayList<>();
    private final AtomicInteger losses = new AtomicInteger();
    private volatile boolean wanted = true;

    @Override
    public void delivered(Delivery delivery) {
        deliveries.add(delivery);
    }

    @Override
    public void late(Delivery delivery) {
        late.add(delivery);
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
    public void leave() {
        wanted = false;
    }

    public List<Delivery> deliveries() {
        return deliveries;
    }

    /** What came after its end. */
    public List<Delivery> late() {
        return late;
    }

    public List<String> texts() {
        return deliveries.stream().map(delivery -> new String(delivery.body())).toList();
    }

    public int losses() {
        return losses.get();
    }
}
