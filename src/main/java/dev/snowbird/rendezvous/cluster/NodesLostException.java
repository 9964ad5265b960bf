package dev.snowbird.rendezvous.cluster;

/** The broker by which nodes hear of each other was lost while another node was asked something. */
public final class NodesLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NodesLostException() {
        super("the message broker was lost", null, false, false);
    }
}
