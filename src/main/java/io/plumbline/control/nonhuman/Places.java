package io.plumbline.control.nonhuman;

import io.plumbline.event.IdentityEvent.Profiled;
import java.util.Arrays;
import java.util.OptionalLong;

/** Whether something was used from where its register entry says it is used from. */
enum Places {
    /** By a workload, from an address or host, or in a network that the entry names. */
    NAMED,
    /** From somewhere else. */
    ELSEWHERE,
    /** The source does not say from where, or the entry names nothing of that kind. */
    UNKNOWN;

    /** A workload that the source names decides, whatever host it ran on; else where it was used from. */
    static Places of(HumanUse use, Profiled profile) {
        if (use.workload().isPresent() && !profile.workloads().isEmpty()) {
            return profile.workloads().contains(use.workload().get()) ? NAMED : ELSEWHERE;
        } else if (use.from().isEmpty()
                || profile.usedFrom().isEmpty() && profile.workloads().isEmpty()) {
            return UNKNOWN;
        }
        String from = use.from().get();
        boolean named = profile.workloads().contains(from)
                || profile.usedFrom().stream().anyMatch(place -> place.equalsIgnoreCase(from) || contains(place, from));
        if (named) {
            return NAMED;
        }
        return profile.usedFrom().isEmpty() ? UNKNOWN : ELSEWHERE;
    }

    /** Whether an IPv4 address lies in a network written as {@code 10.1.0.0/16}. */
    private static boolean contains(String network, String address) {
        int slash = network.indexOf('/');
        OptionalLong base = slash < 0 ? OptionalLong.empty() : ipv4(network.substring(0, slash));
        OptionalLong number = ipv4(address);
        String bits = network.substring(slash + 1);
        if (base.isEmpty() || number.isEmpty() || !bits.matches("\\d{1,2}") || Integer.parseInt(bits) > 32) {
            return false;
        }
        int free = 32 - Integer.parseInt(bits);
        return base.getAsLong() >> free == number.getAsLong() >> free;
    }

    private static OptionalLong ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        boolean whole = parts.length == 4
                && Arrays.stream(parts).allMatch(part -> part.matches("\\d{1,3}") && Integer.parseInt(part) < 256);
        if (!whole) {
            return OptionalLong.empty();
        }
        long number = 0;
        for (String part : parts) {
            number = number * 256 + Integer.parseInt(part);
        }
        return OptionalLong.of(number);
    }
}
