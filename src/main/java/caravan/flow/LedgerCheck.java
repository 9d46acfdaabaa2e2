package caravan.flow;

import caravan.incident.IncidentKind;
import caravan.incident.Incidents;
import caravan.incident.Incidents.Cause;
import caravan.incident.Incidents.Finding;
import caravan.inventory.LedgerProof;
import caravan.inventory.LedgerProof.Compared;
import caravan.inventory.LedgerProof.Figures;
import caravan.link.Rounds;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Trigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tells people of levels that are not what their movements add up to, which only a defect or a foreign hand can bring about. */
@Component
class LedgerCheck {
    static final String NAME = "prove-ledger";

    private static final Logger log = LoggerFactory.getLogger(LedgerCheck.class);
    private static final int SECONDS = 15;
    private static final int PART = 500;
    /** If more differ in one part, the first tell enough. */
    private static final int MOST_TOLD = 50;

    private final LedgerProof proof;
    private final Incidents incidents;

    LedgerCheck(LedgerProof proof, Incidents incidents) {
        this.proof = proof;
        this.incidents = incidents;
    }

    /** Compares the next levels; few enough that nobody who sells waits for it. */
    @Transactional
    void part() {
        List<Compared> part = proof.next(PART);
        List<Finding> findings = part.stream()
                .filter(each -> !each.same())
                .limit(MOST_TOLD)
                .map(LedgerCheck::finding)
                .toList();
        if (!findings.isEmpty()) {
            log.error("{} levels are not what their movements add up to", findings.size());
        }
        incidents.raise(findings);
        Set<String> open = new HashSet<>(incidents.subjects(IncidentKind.LEDGER_DIFFERS, ""));
        incidents.close(
                part.stream()
                        .filter(each -> each.same() && open.contains(subject(each)))
                        .map(each -> new Cause(IncidentKind.LEDGER_DIFFERS, "", subject(each)))
                        .collect(Collectors.toSet()),
                "The level is what its movements add up to.");
    }

    private static Finding finding(Compared found) {
        return new Finding(
                IncidentKind.LEDGER_DIFFERS,
                "",
                subject(found),
                "The level of item '" + found.sku() + "' at location '" + found.location()
                        + "' differs from the ledger",
                "The level says " + words(found.level()) + "; its movements add up to " + words(found.ledger())
                        + ". Something else than the hub changed the database, or the hub has a defect.",
                Map.of("sku", found.sku().value(), "location", found.location()));
    }

    private static String subject(Compared compared) {
        return compared.sku() + "/" + compared.location();
    }

    static String words(Figures figures) {
        return figures.onHand() + " on hand, " + figures.reserved() + " reserved, " + figures.withheld()
                + " withheld and " + figures.incoming() + " incoming";
    }

    /** Fired twice or late it does no harm. */
    @DisallowConcurrentExecution
    static final class Part implements Job {
        private final LedgerCheck check;

        Part(LedgerCheck check) {
            this.check = check;
        }

        @Override
        public void execute(JobExecutionContext context) {
            check.part();
        }
    }

    /** When it is fired. */
    @Configuration(proxyBeanMethods = false)
    static class Schedule {
        @Bean
        JobDetail ledgerJob() {
            return Rounds.job(NAME, Part.class);
        }

        @Bean
        Trigger ledgerTrigger() {
            return Rounds.every(SECONDS, NAME);
        }
    }
}
