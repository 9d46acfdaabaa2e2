package caravan.connector;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves a vendor's name and refuses what is not a public address. The addresses it answers are the ones that are connected to,
 * so a name that changes between a check and its use gains nothing.
 */
final class AllowedAddresses implements DnsResolver {
    private final boolean privateAddresses;

    AllowedAddresses(boolean privateAddresses) {
        this.privateAddresses = privateAddresses;
    }

    /** A name that leads where calls must not go. */
    static final class RefusedAddress extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        RefusedAddress(String host, InetAddress address) {
            super("Address " + address.getHostAddress() + " of '" + host
                    + "' is not a public one. Correct the address of the"
                    + " connection, or allow private addresses for it.");
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        for (InetAddress address : addresses) {
            if (address.isMulticastAddress()
                    || address.isAnyLocalAddress()
                    || (!privateAddresses && !isPublic(address))) {
                throw new RefusedAddress(host, address);
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return host;
    }

    /** Whether an address is anybody's to reach. */
    static boolean isPublic(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address ? isPublic6(bytes) : isPublic4(bytes[0] & 0xff, bytes[1] & 0xff);
    }

    private static boolean isPublic4(int first, int second) {
        boolean shared = first == 100 && (second & 0xc0) == 64;
        boolean special = first == 0 || first >= 240 || (first == 198 && (second & 0xfe) == 18);
        // 192.0.0.0/24 is for protocols; its neighbours in 192.0.0.0/16 are few and no shop is among them.
        return !shared && !special && !(first == 192 && second == 0);
    }

    /** IPv6 addresses that carry an IPv4 address are as public as that one. */
    private static boolean isPublic6(byte[] bytes) {
        int head = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        if (head == 0x2002) {
            return carriesPublic(bytes, 2);
        }
        if (head == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b) {
            return carriesPublic(bytes, 12);
        }
        // Global unicast is 2000::/3; 2001::/32 (Teredo) hides another address.
        return (head & 0xe000) == 0x2000 && !(head == 0x2001 && bytes[2] == 0 && bytes[3] == 0);
    }

    private static boolean carriesPublic(byte[] bytes, int from) {
        try {
            byte[] carried = {bytes[from], bytes[from + 1], bytes[from + 2], bytes[from + 3]};
            return InetAddress.getByAddress(carried) instanceof Inet4Address four && isPublic(four);
        } catch (UnknownHostException impossible) {
            return false;
        }
    }
}
