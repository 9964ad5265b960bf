package dev.snowbird.rendezvous;

/** There is no such page at the moment. */
public final class PageNotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PageNotFoundException() {
        super("404 page not found", null, false, false);
    }
}
