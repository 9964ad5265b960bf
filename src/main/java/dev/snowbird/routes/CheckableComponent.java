package dev.snowbird.routes;

import org.apache.camel.Component;

/** A component with something behind it, such as a port or a connection, that only one Camel context can have. */
public interface CheckableComponent {

    /** Returns another one that makes the same endpoints, for a context that checks routes and starts nothing. */
    Component forCheck();
}
