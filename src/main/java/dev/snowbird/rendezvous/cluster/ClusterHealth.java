package dev.snowbird.rendezvous.cluster;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether this node hears of others. One that does not serves its clients alone, as well as ever. So this check is then
 * {@code UNKNOWN}, for one that is {@code DOWN} has balancers send peers elsewhere.
 */
final class ClusterHealth extends AbstractHealthCheck {

    private final NodeLink link;

    ClusterHealth(NodeLink link) {
        super("rendezvous", "cluster");
        this.link = link;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Optional<String> trouble = link.trouble();
        if (trouble.isEmpty()) {
            result.up();
        } else {
            result.unknown().message("DOWN: this node serves alone, for the message broker can't be used: "
                    + trouble.get());
        }
    }
}
