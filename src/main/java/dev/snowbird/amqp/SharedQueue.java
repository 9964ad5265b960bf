package dev.snowbird.amqp;

import dev.snowbird.log.RootCause;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * One queue whose messages all get that share it, each as if the queue were its own: from when it is told that it has
 * it, in the queue's order, until it gives it up or the queue is lost. The queue is there while anybody shares it.
 */
public final class SharedQueue {

    private final Function<OwnedQueue.Listener, CompletionStage<OpenQueue>> opening;
    /** The one that others may join; null while nobody shares any. Guarded by this. */
    private Sharing current;

    /**
     * @param opening opens a queue for a listener
     */
    SharedQueue(Function<OwnedQueue.Listener, CompletionStage<OpenQueue>> opening) {
        this.opening = opening;
    }

    /**
     * Shares the queue from now on, which is opened for the first that does.
     *
     * @param listener gets what comes from then on, and nothing that came before
     * @return the queue when nothing can be missed any more; fails as {@link OwnedQueues#openForEvents}
     */
    public CompletionStage<OwnedQueue> join(OwnedQueue.Listener listener) {
        return enter().add(listener);
    }

    private Sharing enter() {
        Sharing begun;
        synchronized (this) {
            if (current != null) {
                current.users++;
                return current;
            }
            begun = new Sharing();
            current = begun;
        }
        opening.apply(begun).whenComplete(begun::opened);
        return begun;
    }

    /** Lets nobody else join. */
    private synchronized void end(Sharing sharing) {
        if (current == sharing) {
            current = null;
        }
    }

    /** Counts one out, and returns whether it was the last. */
    private synchronized boolean leave(Sharing sharing) {
        sharing.users--;
        if (sharing.users > 0) {
            return false;
        }
        end(sharing);
        return true;
    }

    /** One queue, for as long as it is there. */
    private final class Sharing implements OwnedQueue.Listener {

        private final CompletableFuture<OpenQueue> queue = new CompletableFuture<>();
        private final List<Member> members = new CopyOnWriteArrayList<>();
        /** Those that wait until what came before them has been handed on. Guarded by this, as the next. */
        private final List<Member> newcomers = new ArrayList<>();
        private boolean asking;
        private volatile boolean over;
        /** Guarded by the shared queue. It begins with who opens it. */
        private int users = 1;

        private void opened(OpenQueue open, Throwable failure) {
            if (failure == null) {
                queue.complete(open);
            } else {
                end(this);
                queue.completeExceptionally(failure);
            }
        }

        private CompletionStage<OwnedQueue> add(OwnedQueue.Listener listener) {
            Member member = new Member(this, listener);
            queue.whenComplete((open, failure) -> {
                if (failure != null) {
                    member.fail(failure);
                } else {
                    admit(open, member);
                }
            });
            return member.joined;
        }

        /** The broker is asked something, and answers after what it has sent before. */
        private void admit(OpenQueue open, Member member) {
            synchronized (this) {
                newcomers.add(member);
                if (asking) {
                    return;
                }
                asking = true;
            }
            ask(open);
        }

        private void ask(OpenQueue open) {
            List<Member> waiting;
            synchronized (this) {
                if (newcomers.isEmpty()) {
                    asking = false;
                    return;
                }
                waiting = List.copyOf(newcomers);
                newcomers.clear();
            }
            open.afterWhatCame().whenComplete((answer, failure) -> {
                waiting.forEach(member -> {
                    if (failure == null) {
                        members.add(member);
                        member.joined.complete(member);
                        if (over) {
                            // Those that were there have been told already.
                            member.lost();
                        }
                    } else {
                        member.fail(failure);
                    }
                });
                ask(open);
            });
        }

        @Override
        public void delivered(Delivery delivery) {
            members.forEach(member -> member.listener.delivered(delivery));
        }

        @Override
        public boolean isWanted() {
            synchronized (SharedQueue.this) {
                return users > 0;
            }
        }

        @Override
        public void lost() {
            end(this);
            over = true;
            members.forEach(Member::lost);
        }

        private void remove(Member member) {
            members.remove(member);
            if (leave(this)) {
                queue.thenAccept(OwnedQueue::close);
            }
        }
    }

    /** One that shares the queue. */
    private static final class Member implements OwnedQueue {

        private final Sharing sharing;
        private final OwnedQueue.Listener listener;
        private final CompletableFuture<OwnedQueue> joined = new CompletableFuture<>();
        private final AtomicBoolean closed = new AtomicBoolean();
        private final AtomicBoolean told = new AtomicBoolean();

        Member(Sharing sharing, OwnedQueue.Listener listener) {
            this.sharing = sharing;
            this.listener = listener;
        }

        private void lost() {
            if (!closed.get() && told.compareAndSet(false, true)) {
                listener.lost();
            }
        }

        private void fail(Throwable failure) {
            close();
            joined.completeExceptionally(RootCause.ofStage(failure));
        }

        @Override
        public String name() {
            return sharing.queue.join().name();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                sharing.remove(this);
            }
        }
    }
}
