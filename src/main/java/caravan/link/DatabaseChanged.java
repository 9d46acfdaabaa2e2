package caravan.link;

/**
 * The database is another one than leases were taken in before, as after a restore or a failover. Nobody gets a lease until
 * {@link DatabaseIdentity#accept()}.
 */
public record DatabaseChanged() {}
