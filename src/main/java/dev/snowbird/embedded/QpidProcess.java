package dev.snowbird.embedded;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.qpid.server.configuration.updater.TaskExecutor;
import org.apache.qpid.server.configuration.updater.TaskExecutorImpl;
import org.apache.qpid.server.logging.EventLogger;
import org.apache.qpid.server.logging.NullMessageLogger;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.BrokerImpl;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.store.MemorySystemConfigImplFactory;

/**
 * Qpid's life in a process that is not its own. Qpid's launcher is not used: it sets system properties, writes to
 * standard output, and swallows what goes wrong.
 */
final class QpidProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final TaskExecutor tasks;
    private final SystemConfig<?> system;

    private QpidProcess(TaskExecutor tasks, SystemConfig<?> system) {
        this.tasks = tasks;
        this.system = system;
    }

    /**
     * Starts a broker that has its virtual host but no port yet.
     *
     * @throws Exception when it can't be started; nothing is left of it then
     */
    static QpidProcess start() throws Exception {
        TaskExecutor tasks = new TaskExecutorImpl();
        tasks.start();
        QpidProcess process = new QpidProcess(tasks, new MemorySystemConfigImplFactory().newInstance(tasks,
                new EventLogger(new NullMessageLogger()), () -> "SYSTEM", attributes()));
        try {
            process.open();
            return process;
        } catch (Exception e) {
            process.close();
            throw e;
        }
    }

    private static Map<String, Object> attributes() {
        return Map.of(
                ConfiguredObject.TYPE, "Memory",
                SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                QpidProcess.class.getResource("/embedded/amqp.json").toString(),
                Broker.PREFERENCE_STORE_ATTRIBUTES, Map.of(ConfiguredObject.TYPE, "Noop"),
                SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, false);
    }

    private void open() throws ReflectiveOperationException {
        system.open();
        if (broker().getState() != State.ACTIVE) {
            throw new IllegalStateException("The embedded AMQP broker is " + broker().getState());
        }
        removeShutdownHook();
    }

    /** The requests in flight still have to be answered after SIGTERM; Qpid has no setting that says so. */
    private void removeShutdownHook() throws ReflectiveOperationException {
        Field hook = BrokerImpl.class.getDeclaredField("_shutdownHook");
        hook.setAccessible(true);
        Runtime.getRuntime().removeShutdownHook((Thread) hook.get(broker()));
    }

    Broker<?> broker() {
        return (Broker<?>) system.getContainer();
    }

    /**
     * Ends the broker, its connections and its threads.
     *
     * @throws IllegalStateException when it does not end within 10 seconds, or not without trouble
     */
    @Override
    public void close() {
        try {
            system.closeAsync().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The embedded AMQP broker has not ended properly", e);
        } finally {
            tasks.stopImmediately();
        }
    }
}
