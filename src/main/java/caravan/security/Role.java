package caravan.security;

/** What a person or a program may do; each role may do everything the one before it may. */
public enum Role {
    VIEWER,
    OPERATOR,
    ADMIN;

    /** Name of this role for Spring Security, for example {@code ROLE_ADMIN}. */
    String authority() {
        return "ROLE_" + name();
    }

    /** Tells whether somebody in this role may do what {@code required} may. */
    public boolean includes(Role required) {
        return compareTo(required) >= 0;
    }
}
