-- First of the schema; every later change is a file of its own.
CREATE TABLE platform_identity (
    id         boolean     NOT NULL PRIMARY KEY DEFAULT true CHECK (id),
    created_at timestamptz NOT NULL DEFAULT now()
);
