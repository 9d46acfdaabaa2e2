package caravan.inventory;

import caravan.kernel.Period;
import caravan.order.LinesStated;
import caravan.order.LinesStated.Story;
import org.jspecify.annotations.Nullable;

/**
 * What a line's units mean for the figure its channel shows.
 *
 * @param inside how many units the listing's baseline already shows as taken; where that cannot be told, as many as possible,
 *     which leaves {@code shown} higher
 * @param bounded whether it is certain that the baseline does not show more than that
 * @param guessed whether it could not be told, so that the figure may be too low until it is read again
 */
record Taking(long inside, boolean bounded, boolean guessed) {

    /**
     * Places a line's statement before, after or across the reading that the listing's books start from.
     *
     * @param line what the newest document says
     * @param takenBefore what was known before it
     * @param insideBefore what the baseline was believed to show
     * @param baseline when the baseline was read, by the channel's clock; null if none was
     */
    static Taking of(LinesStated.Line line, long takenBefore, long insideBefore, @Nullable Period baseline) {
        if (baseline == null) {
            return new Taking(line.taken(), true, false);
        }
        if (line.story() == Story.SAME_UNITS) {
            return new Taking(insideBefore, true, false);
        }
        if (line.changed().isBefore(baseline)) {
            return new Taking(insideBefore + line.taken() - takenBefore, true, false);
        }
        if (line.changed().isAfter(baseline)) {
            return new Taking(insideBefore, true, false);
        }
        return new Taking(Math.max(insideBefore, line.most()), line.story() != Story.CHANGED, true);
    }
}
