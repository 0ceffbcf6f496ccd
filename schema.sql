-- The newest whole schema of a workbook. The steps in src/store/migrate bring older files to it. Times are milliseconds since 1970 UTC, dates are ISO text, an empty text is "not written".

CREATE TABLE workbook (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  uuid BLOB NOT NULL,
  council TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  marking TEXT NOT NULL DEFAULT '',
  example INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What the program remembers for this workbook; not part of the record, so not in the change log.
CREATE TABLE remembered (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL DEFAULT '',
  team TEXT NOT NULL DEFAULT ''
) STRICT;

-- A framework version by the hash of its content, kept with the audits that use it.
CREATE TABLE frameworks (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  key TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE cases (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  reference TEXT NOT NULL UNIQUE,
  sex TEXT NOT NULL DEFAULT '',
  ethnicity TEXT NOT NULL DEFAULT '',
  disability TEXT NOT NULL DEFAULT '',
  sibling_group TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE audits (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  subject TEXT NOT NULL,
  case_id INTEGER REFERENCES cases (id),
  kind TEXT NOT NULL DEFAULT '',
  overlays TEXT NOT NULL DEFAULT '',
  team TEXT NOT NULL DEFAULT '',
  worker TEXT NOT NULL DEFAULT '',
  legal_status TEXT NOT NULL DEFAULT '',
  framework INTEGER NOT NULL REFERENCES frameworks (id),
  method TEXT NOT NULL DEFAULT 'file',
  theme TEXT NOT NULL DEFAULT '',
  took_part TEXT NOT NULL DEFAULT '',
  period_from TEXT,
  period_to TEXT,
  due TEXT,
  auditor INTEGER NOT NULL REFERENCES people (id),
  status TEXT NOT NULL DEFAULT 'allocated',
  safe_now TEXT NOT NULL DEFAULT 'not_assessed',
  safe_now_at INTEGER,
  safe_now_why TEXT NOT NULL DEFAULT '',
  overall TEXT NOT NULL DEFAULT '',
  overall_why TEXT NOT NULL DEFAULT '',
  agreed_overall TEXT NOT NULL DEFAULT '',
  agreed_why TEXT NOT NULL DEFAULT '',
  moderator INTEGER REFERENCES people (id),
  worker_reflection TEXT NOT NULL DEFAULT '',
  worker_view TEXT NOT NULL DEFAULT 'not_asked',
  child_asked TEXT NOT NULL DEFAULT '',
  child_said TEXT NOT NULL DEFAULT '',
  parents_asked TEXT NOT NULL DEFAULT '',
  parents_said TEXT NOT NULL DEFAULT '',
  dip_sample INTEGER REFERENCES dip_samples (id),
  comment TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audits_by_case ON audits (case_id);
CREATE INDEX audits_by_dip_sample ON audits (dip_sample) WHERE dip_sample IS NOT NULL;

CREATE TABLE judgements (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  audit INTEGER NOT NULL REFERENCES audits (id),
  judgement TEXT NOT NULL,
  grade TEXT NOT NULL DEFAULT '',
  agreed_grade TEXT NOT NULL DEFAULT '',
  why TEXT NOT NULL DEFAULT '',
  found TEXT NOT NULL DEFAULT '',
  impact TEXT NOT NULL DEFAULT '',
  strengths TEXT NOT NULL DEFAULT '',
  UNIQUE (audit, judgement)
) STRICT;

-- Grades without the words beside them, for analysis.
CREATE INDEX judgements_graded ON judgements (audit, judgement, grade, agreed_grade);

-- Rows of answers and evidence stay narrow, so that counting them reads little; their words stand apart.
CREATE TABLE answers (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  audit INTEGER NOT NULL REFERENCES audits (id),
  criterion TEXT NOT NULL,
  value TEXT NOT NULL DEFAULT '',
  UNIQUE (audit, criterion)
) STRICT;

CREATE TABLE answers_text (
  id INTEGER PRIMARY KEY REFERENCES answers (id) ON DELETE CASCADE,
  note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE evidence (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  audit INTEGER NOT NULL REFERENCES audits (id),
  judgement TEXT NOT NULL,
  source TEXT NOT NULL,
  direction TEXT NOT NULL,
  happened TEXT,
  seen TEXT
) STRICT;
CREATE INDEX evidence_by_audit ON evidence (audit);

CREATE TABLE evidence_text (
  id INTEGER PRIMARY KEY REFERENCES evidence (id) ON DELETE CASCADE,
  text TEXT NOT NULL DEFAULT '',
  reference TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE evidence_criteria (
  evidence INTEGER NOT NULL REFERENCES evidence (id) ON DELETE CASCADE,
  criterion TEXT NOT NULL,
  PRIMARY KEY (evidence, criterion)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  key TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL,
  tag_group TEXT NOT NULL DEFAULT '',
  colour INTEGER NOT NULL DEFAULT 1,
  description TEXT NOT NULL DEFAULT '',
  parent INTEGER REFERENCES tags (id),
  place INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE evidence_tags (
  evidence INTEGER NOT NULL REFERENCES evidence (id) ON DELETE CASCADE,
  tag INTEGER NOT NULL REFERENCES tags (id),
  PRIMARY KEY (evidence, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_tags_by_tag ON evidence_tags (tag);

CREATE TABLE areas (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  audit INTEGER NOT NULL REFERENCES audits (id),
  judgement TEXT NOT NULL,
  text TEXT NOT NULL DEFAULT '',
  national_framework TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX areas_by_audit ON areas (audit);

CREATE TABLE actions (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  audit INTEGER NOT NULL REFERENCES audits (id),
  judgement TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  owner TEXT NOT NULL DEFAULT '',
  due TEXT,
  done TEXT,
  done_evidence TEXT NOT NULL DEFAULT '',
  priority TEXT NOT NULL DEFAULT 'normal',
  stage TEXT NOT NULL DEFAULT 'not_started',
  progress TEXT NOT NULL DEFAULT '',
  verified TEXT,
  verified_by TEXT NOT NULL DEFAULT '',
  difference TEXT NOT NULL DEFAULT '',
  difference_why TEXT NOT NULL DEFAULT '',
  reaudit TEXT,
  criterion TEXT NOT NULL DEFAULT '',
  area INTEGER REFERENCES areas (id),
  evidence INTEGER REFERENCES evidence (id)
) STRICT;
CREATE INDEX actions_by_audit ON actions (audit);
CREATE INDEX actions_by_area ON actions (area) WHERE area IS NOT NULL;
CREATE INDEX actions_by_evidence ON actions (evidence) WHERE evidence IS NOT NULL;

CREATE TABLE urgent_concerns (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  audit INTEGER NOT NULL REFERENCES audits (id),
  seen TEXT NOT NULL DEFAULT '',
  raised INTEGER NOT NULL,
  raised_by INTEGER NOT NULL REFERENCES people (id),
  told_who TEXT NOT NULL DEFAULT '',
  told_role TEXT NOT NULL DEFAULT '',
  told_how TEXT NOT NULL DEFAULT '',
  told_at INTEGER,
  on_record_at INTEGER,
  child_seen_by TEXT NOT NULL DEFAULT '',
  child_seen_at INTEGER,
  safe_confirmed_by TEXT NOT NULL DEFAULT '',
  safe_confirmed_at INTEGER,
  head_told_at INTEGER
) STRICT;
CREATE INDEX urgent_concerns_by_audit ON urgent_concerns (audit);

-- A way of narrowing the list of evidence, kept by name; the body is the filter as JSON.
CREATE TABLE saved_views (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL DEFAULT ''
) STRICT;

-- A list of children that was read in, to allocate and draw from; the body is the children as JSON.
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

-- A draw from a list: its rules, its seed and what was drawn, as JSON.
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

-- One to six questions asked of many files in an afternoon; each file is an audit that names its dip sample. The
-- questions are criteria of the framework, in order, separated by blanks.
CREATE TABLE dip_samples (
  id INTEGER PRIMARY KEY,
  uuid BLOB NOT NULL,
  name TEXT NOT NULL,
  framework INTEGER NOT NULL REFERENCES frameworks (id),
  questions TEXT NOT NULL DEFAULT '',
  made INTEGER NOT NULL
) STRICT;

-- One user action is one group; order comes from seq, never from the time.
CREATE TABLE change_groups (
  seq INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  parent BLOB NOT NULL,
  second_parent BLOB,
  undoes INTEGER REFERENCES change_groups (seq),
  workbook BLOB NOT NULL,
  format INTEGER NOT NULL,
  at INTEGER NOT NULL,
  who INTEGER NOT NULL,
  program TEXT NOT NULL,
  label TEXT NOT NULL
) STRICT;
CREATE INDEX change_groups_by_who ON change_groups (who, seq);
CREATE INDEX change_groups_by_undoes ON change_groups (undoes);

-- before: the changed fields before, as JSON; nothing for a row that was made, and for words removed for good.
CREATE TABLE changes (
  seq INTEGER NOT NULL REFERENCES change_groups (seq),
  n INTEGER NOT NULL,
  entity TEXT NOT NULL,
  row INTEGER NOT NULL,
  audit INTEGER,
  op TEXT NOT NULL,
  names TEXT NOT NULL,
  before TEXT,
  salt BLOB,
  commitment BLOB NOT NULL,
  PRIMARY KEY (seq, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_by_row ON changes (entity, row, seq);
CREATE INDEX changes_by_audit ON changes (audit, seq);
-- Those whose words were removed for good: they cannot be taken back.
CREATE INDEX changes_without_words ON changes (seq) WHERE salt IS NULL;

-- Words being typed, saved every two seconds; they become a change on leaving the field.
CREATE TABLE drafts (
  place TEXT PRIMARY KEY,
  words TEXT NOT NULL,
  at INTEGER NOT NULL,
  who INTEGER NOT NULL
) STRICT;

-- What search finds, without the words themselves: of each row that has any, under kind << 56 | audit << 32 | row. The
-- program splits and folds the words, so the tokenizer has only blanks to find.
CREATE VIRTUAL TABLE search USING fts5 (words, content = '', columnsize = 0, prefix = '3', tokenize = 'ascii');
INSERT INTO search (search, rank) VALUES ('secure-delete', 1), ('automerge', 0), ('crisismerge', 1000);

-- Every word that search knows, with what its forms have in common.
CREATE TABLE search_words (
  word TEXT PRIMARY KEY,
  stem TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX search_words_by_stem ON search_words (stem);
