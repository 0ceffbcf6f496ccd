-- Version 1 to 2: lists, draws, dip samples, saved views; tags in order and nested; actions followed through.

CREATE TABLE saved_views (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE lists (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  name TEXT NOT NULL,
  made INTEGER NOT NULL,
  who INTEGER NOT NULL REFERENCES people (id),
  children INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE lists_text (
  id INTEGER PRIMARY KEY REFERENCES lists (id) ON DELETE CASCADE,
  body TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE draws (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  name TEXT NOT NULL,
  list INTEGER NOT NULL REFERENCES lists (id),
  made INTEGER NOT NULL,
  who INTEGER NOT NULL REFERENCES people (id)
) STRICT;

CREATE TABLE draws_text (
  id INTEGER PRIMARY KEY REFERENCES draws (id) ON DELETE CASCADE,
  body TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE dip_samples (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  name TEXT NOT NULL,
  framework INTEGER NOT NULL REFERENCES frameworks (id),
  questions TEXT NOT NULL DEFAULT '',
  made INTEGER NOT NULL
) STRICT;

ALTER TABLE people ADD COLUMN team TEXT NOT NULL DEFAULT '';
ALTER TABLE audits ADD COLUMN dip_sample INTEGER REFERENCES dip_samples (id);
ALTER TABLE audits ADD COLUMN comment TEXT NOT NULL DEFAULT '';
CREATE INDEX audits_by_dip_sample ON audits (dip_sample) WHERE dip_sample IS NOT NULL;
ALTER TABLE tags ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE tags ADD COLUMN parent INTEGER REFERENCES tags (id);
ALTER TABLE tags ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
ALTER TABLE actions ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal';
ALTER TABLE actions ADD COLUMN stage TEXT NOT NULL DEFAULT 'not_started';
ALTER TABLE actions ADD COLUMN progress TEXT NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN verified TEXT;
ALTER TABLE actions ADD COLUMN verified_by TEXT NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN difference TEXT NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN difference_why TEXT NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN reaudit TEXT;
ALTER TABLE actions ADD COLUMN criterion TEXT NOT NULL DEFAULT '';
ALTER TABLE actions ADD COLUMN area INTEGER REFERENCES areas (id);
ALTER TABLE actions ADD COLUMN evidence INTEGER REFERENCES evidence (id);
CREATE INDEX actions_by_area ON actions (area) WHERE area IS NOT NULL;
CREATE INDEX actions_by_evidence ON actions (evidence) WHERE evidence IS NOT NULL;
CREATE INDEX judgements_graded ON judgements (audit, judgement, grade, agreed_grade);

CREATE VIRTUAL TABLE search USING fts5 (words, content = '', columnsize = 0, prefix = '3', tokenize = 'ascii');
INSERT INTO search (search, rank) VALUES ('secure-delete', 1), ('automerge', 0), ('crisismerge', 1000);

CREATE TABLE search_words (
  word TEXT PRIMARY KEY,
  stem TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX search_words_by_stem ON search_words (stem);

CREATE INDEX changes_without_words ON changes (seq) WHERE salt IS NULL;
