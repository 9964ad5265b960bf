/**
 * What tests are made of, each thing once. Only what needs the inside of a package is beside that package's tests.
 *
 * <table>
 *   <caption>What to take for what</caption>
 *   <tr><td>the program in a process of its own, from its jar</td>
 *       <td>{@link Program}; with the chat alone and its peers {@link ChatProgram}</td></tr>
 *   <tr><td>the rendezvous in this process</td>
 *       <td>{@link Broker}, with queues or over HTTP alone; {@link OldBroker} is one of before 2026-08</td></tr>
 *   <tr><td>several nodes of the rendezvous</td>
 *       <td>{@link Nodes} in processes of their own, {@link NodePeers}, and what must be true of them in the
 *       {@link NodeLedger}</td></tr>
 *   <tr><td>a balancer before several programs</td>
 *       <td>{@link HaProxy} before two of both halves; {@link Balancer} before three nodes of the rendezvous</td></tr>
 *   <tr><td>a port for what can't choose one itself</td> <td>{@link Ports}</td></tr>
 *   <tr><td>what a port says</td> <td>{@link Http}; what a reader sees of a page {@link Browser}</td></tr>
 *   <tr><td>the chat in this process</td>
 *       <td>{@link Core}, {@link Cores} for a whole class of tests; {@link AmqpCore} is its AMQP side alone</td></tr>
 *   <tr><td>an AMQP broker of each kind</td>
 *       <td>{@link BrokersTest} in the place of {@code @Test}, and a parameter {@link TestBroker},
 *       {@link InBothEventQueues} on its class; {@link RabbitMq} for what only that can do; {@link Wire} to break the way there</td></tr>
 *   <tr><td>peers of the chat</td>
 *       <td>{@link ChatPeers} connects them; {@link Plugin}, {@link ChatBackend}, {@link Calls} are what they do;
 *       {@link AmqpClient} is one at the broker</td></tr>
 *   <tr><td>what peers say</td>
 *       <td>{@link Polls} and {@link SqsOffer} of the rendezvous; {@link Messages}, {@link Chats}, {@link BackendCall} of
 *       the chat; {@link Names} that are free; {@link Given} addresses and files</td></tr>
 *   <tr><td>what routes call</td>
 *       <td>the real thing where it needs no socket ({@link RendezvousParts}); {@link dev.snowbird.testkit.SqsInWords} for Amazon;
 *       what fakes the chat is in the test kit</td></tr>
 *   <tr><td>Amazon's answers, one by one</td> <td>{@link dev.snowbird.testkit.FakeSqs}</td></tr>
 *   <tr><td>what is left, and how a core is</td>
 *       <td>{@link Remains}, {@link ChatRegistry}, {@link CoreHealth}, {@link Inbox}</td></tr>
 *   <tr><td>time, log, certificates, files of routes</td>
 *       <td>{@link dev.snowbird.testkit.ManualClock}, {@link LogLines}, {@link SelfSigned}, {@link RouteFile}</td></tr>
 * </table>
 *
 * <p>How long a test waits for what must happen is {@link Broker#patience()}, and what it opened is closed by JUnit's
 * {@code @AutoClose}.
 */
package dev.snowbird.testing;
