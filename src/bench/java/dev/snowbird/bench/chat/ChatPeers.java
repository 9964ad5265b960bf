package dev.snowbird.bench.chat;

import dev.snowbird.bench.measure.Workload;

/** A backend that obeys at once, and plugins that ask it for things and hear of what happens. */
interface ChatPeers extends AutoCloseable {

    /** A plugin's request to the backend, done when its reply is there. */
    Workload requests() throws Exception;

    /** An event of the backend, done when so many plugins have it; all of them listen when this returns. */
    Workload events(int plugins) throws Exception;
}
