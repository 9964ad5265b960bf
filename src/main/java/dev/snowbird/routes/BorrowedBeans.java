package dev.snowbird.routes;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Component;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.Registry;

/** The beans of one Camel context for another, which only looks at them: its components are of its own. */
final class BorrowedBeans implements BeanRepository {

    private final Registry lender;
    private final Map<String, Object> components = new HashMap<>();

    BorrowedBeans(Registry lender) {
        this.lender = lender;
        lender.findByTypeWithName(CheckableComponent.class)
                .forEach((name, component) -> components.put(name, component.forCheck()));
    }

    @Override
    public Object lookupByName(String name) {
        Object bean = lender.lookupByName(name);
        return bean instanceof Component ? components.get(name) : bean;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        Object bean = lookupByName(name);
        return type.isInstance(bean) ? type.cast(bean) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        Map<String, T> found = new HashMap<>(lender.findByTypeWithName(type));
        found.values().removeIf(Component.class::isInstance);
        components.forEach((name, component) -> {
            if (type.isInstance(component)) {
                found.put(name, type.cast(component));
            }
        });
        return found;
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.copyOf(findByTypeWithName(type).values());
    }
}
