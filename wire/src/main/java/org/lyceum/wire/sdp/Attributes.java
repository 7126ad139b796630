package org.lyceum.wire.sdp;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attribute lines of one level of a description, in order.
 *
 * @param list every line, names may repeat
 */
public record Attributes(List<Attribute> list) implements Iterable<Attribute> {
    public Attributes {
        list = List.copyOf(list);
    }

    public boolean has(String name) {
        for (Attribute attribute : list) {
            if (attribute.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The value of the first attribute of that name that has one, without surrounding blanks, or null. */
    public @Nullable String first(String name) {
        for (Attribute attribute : list) {
            String value = attribute.value();
            if (value != null && attribute.name().equals(name)) {
                return value.strip();
            }
        }
        return null;
    }

    /** The values of all attributes of that name, in order, without surrounding blanks. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Attribute attribute : list) {
            String value = attribute.value();
            if (value != null && attribute.name().equals(name)) {
                values.add(value.strip());
            }
        }
        return values;
    }

    @Override
    public Iterator<Attribute> iterator() {
        return list.iterator();
    }
}
