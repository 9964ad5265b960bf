package dev.snowbird.bench.measure;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.OptionalLong;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** How many bytes a process has allocated. */
sealed interface Allocations extends AutoCloseable {

    /** Returns the bytes that the threads that still live have allocated; empty when nobody counts. */
    OptionalLong bytes();

    @Override
    default void close() {
    }

    /** Of a process that does not count. */
    record None() implements Allocations {

        @Override
        public OptionalLong bytes() {
            return OptionalLong.empty();
        }
    }

    /** Of a JVM, by the JMX agent that every JDK has; it takes calls of this machine alone. */
    record Attached(JMXConnector connector, ThreadMXBean threads) implements Allocations {

        static Attached to(long pid) throws IOException {
            try {
                VirtualMachine jvm = VirtualMachine.attach(String.valueOf(pid));
                String address = jvm.startLocalManagementAgent();
                jvm.detach();
                JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
                return new Attached(connector, ManagementFactory.newPlatformMXBeanProxy(
                        connector.getMBeanServerConnection(), ManagementFactory.THREAD_MXBEAN_NAME,
                        ThreadMXBean.class));
            } catch (AttachNotSupportedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public OptionalLong bytes() {
            return OptionalLong.of(Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                    .filter(bytes -> bytes > 0).sum());
        }

        @Override
        public void close() {
            try {
                connector.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
