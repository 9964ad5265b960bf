package dev.snowbird.rendezvous.queue;

/** An answer of SQS that says that all is well, but lacks what was asked for. */
final class IncompleteAnswerException extends RuntimeException {

    /**
     * @param lack what is missing, as a sentence without names of queues
     */
    IncompleteAnswerException(String lack) {
        super(lack, null, false, false);
    }
}
