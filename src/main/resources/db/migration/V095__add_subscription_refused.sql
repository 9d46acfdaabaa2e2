-- Why a subscription could not be made or enabled when that was tried last; null where it could.
ALTER TABLE subscription ADD COLUMN refused text;
