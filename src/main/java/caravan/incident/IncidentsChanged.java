package caravan.incident;

/** Incidents were raised, noted or closed. Heard after the commit by a listener of the transaction's end; only a hint. */
public record IncidentsChanged() {}
