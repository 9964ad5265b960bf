package dev.snowbird.testing;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** A broker of before 2026-08 as its clients over SQS see it: it knows three NAT types, and has a proxy for each. */
public final class OldBroker implements AutoCloseable {

    private static final Set<String> KNOWN = Set.of("unknown", "restricted", "unrestricted");

    private final SqsAsyncClient sqs;
    private final String queue;
    private final String clientQueues;
    private final List<String> natTypes = new CopyOnWriteArrayList<>();
    private final List<String> clientIds = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "old-broker");
    private volatile boolean closed;

    /**
     * @param sqs          where the queues are
     * @param queue        the broker queue, which is there
     * @param clientQueues what the URLs of client queues begin with
     */
    public OldBroker(SqsAsyncClient sqs, String queue, String clientQueues) {
        this.sqs = sqs;
        this.queue = queue;
        this.clientQueues = clientQueues;
        thread.start();
    }

    /** The NAT types that clients have named, in order. */
    public List<String> natTypes() {
        return List.copyOf(natTypes);
    }

    /** The ids that they gave themselves. */
    public List<String> clientIds() {
        return List.copyOf(clientIds);
    }

    private void run() {
        while (!closed) {
            sqs.receiveMessage(request -> request.queueUrl(queue).waitTimeSeconds(1).messageAttributeNames("All"))
                    .join().messages().forEach(this::answer);
        }
    }

    private void answer(Message offer) {
        String id = offer.messageAttributes().get("ClientID").stringValue();
        String nat = (String) Broker.json(offer.body().replaceFirst("1.0\n", "")).get("nat");
        natTypes.add(nat);
        clientIds.add(id);
        String name = clientQueues.substring(clientQueues.lastIndexOf('/') + 1) + id;
        String url = sqs.createQueue(request -> request.queueName(name)).join().queueUrl();
        sqs.sendMessage(request -> request.queueUrl(url).messageBody(KNOWN.contains(nat)
                ? "{\"answer\":\"an answer\"}" : "{\"error\":\"invalid NAT type\"}")).join();
        sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle(offer.receiptHandle())).join();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
