-- One report a row, by the path of its file; the other tables hang on it. Names are those of the glossary.
-- Tables of short rows lie in the order of their keys. One whose rows are longer than a quarter of a page (4 kB) does
-- not: to find a row SQLite would read others as a whole, blobs and all, for each comparison.
-- made_from: what the row was made from (bytes, record, rules and code): another value asks for a new conversion.
CREATE TABLE reports (
    path        TEXT PRIMARY KEY,  -- from the folder that holds source_reports
    made_from   TEXT NOT NULL,
    fate        TEXT NOT NULL,     -- published, held-back, failed
    id          TEXT,              -- 440704-health-2023; NULL where the place gives no address
    region_code TEXT,
    department  TEXT,
    year        INTEGER,
    message     TEXT NOT NULL DEFAULT '',  -- why it is held or has failed, one plain line for the editor
    reason      TEXT NOT NULL DEFAULT '',  -- the same for the public
    stamp       TEXT NOT NULL DEFAULT '',  -- size and times of file and record: where they stand, the bytes do
    proposal    TEXT NOT NULL DEFAULT '',  -- the record that the text suggests where there is none, YAML
    title       TEXT NOT NULL DEFAULT '',
    agency      TEXT NOT NULL DEFAULT '',
    place       TEXT NOT NULL DEFAULT '',
    province    TEXT NOT NULL DEFAULT '',
    prefecture  TEXT NOT NULL DEFAULT '',
    county      TEXT NOT NULL DEFAULT '',
    day         TEXT NOT NULL DEFAULT '',
    dated       TEXT NOT NULL DEFAULT '',
    figures     INTEGER NOT NULL DEFAULT 0,
    doubtful    INTEGER NOT NULL DEFAULT 0,
    themes      TEXT NOT NULL DEFAULT '',  -- slugs, parted by blanks
    latest      TEXT NOT NULL DEFAULT '',  -- the last of the days known of it
    account     TEXT NOT NULL DEFAULT '',  -- what became of its numbers, JSON
    -- Hashes that tell which lists change with the report: of it as a line of a list, of its account with its tallies,
    -- its findings and what was not read; and of how lists of figures name it.
    entry_key   TEXT NOT NULL DEFAULT '',
    name_key    TEXT NOT NULL DEFAULT '',
    audit_key   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX reports_by_address ON reports (fate, year DESC, region_code, department);
CREATE INDEX reports_by_id ON reports (id);
CREATE INDEX reports_by_region ON reports (region_code, department, year);
CREATE INDEX reports_by_department ON reports (department, year, province, prefecture);

-- The figures that have an indicator or a family, in the order of the text: no list shows others row by row.
CREATE TABLE metrics (
    path      TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    place     INTEGER NOT NULL,
    id        TEXT NOT NULL,
    subject   TEXT NOT NULL,
    written   TEXT NOT NULL,
    canonical TEXT NOT NULL,
    value     TEXT NOT NULL,       -- a decimal in the canonical unit
    unit      TEXT NOT NULL,
    period    TEXT NOT NULL,
    year      INTEGER NOT NULL,
    theme     TEXT NOT NULL,
    family    TEXT NOT NULL,       -- slugs; '' where it has no family
    indicator TEXT NOT NULL,
    sentence  TEXT NOT NULL,       -- its anchor
    quote     TEXT NOT NULL,       -- its words
    doubts    TEXT NOT NULL,       -- codes, parted by blanks
    csv       TEXT NOT NULL,       -- its line of its indicator's CSV; '' where it has none
    is_exact  INTEGER NOT NULL,
    is_part   INTEGER NOT NULL,
    PRIMARY KEY (path, indicator, place)
);
CREATE INDEX metrics_by_family ON metrics (path, family);

-- What a report has of a list of figures: how many, and what tells that its rows there are the same.
CREATE TABLE shares (
    path    TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    list    TEXT NOT NULL,         -- themes/penalties, indicators/penalty-cases, families/penalty-money
    figures INTEGER NOT NULL,
    shown   TEXT NOT NULL,         -- of a theme the first figures, as JSON; of the others a hash of all
    key     INTEGER NOT NULL,      -- a hash of that and of how lists name the report: those of a list are added up
    day     TEXT NOT NULL,         -- of the report
    PRIMARY KEY (path, list)
) WITHOUT ROWID;
CREATE INDEX shares_by_list ON shares (list, figures, key, day);

-- How often a report has a code: a rule that set numbers aside, a doubt about figures, a finding.
CREATE TABLE tallies (
    path     TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    kind     TEXT NOT NULL,
    code     TEXT NOT NULL,
    severity TEXT NOT NULL,
    count    INTEGER NOT NULL,
    words    TEXT NOT NULL,        -- the first place, and its line in the original
    line     INTEGER NOT NULL,
    PRIMARY KEY (path, kind, code, severity)
) WITHOUT ROWID;

-- The findings of published reports one by one, but for those that only say that a sum holds: in words for readers.
CREATE TABLE findings (
    path       TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    code       TEXT NOT NULL,
    severity   TEXT NOT NULL,
    message    TEXT NOT NULL,
    quote      TEXT NOT NULL,      -- the sentence, '' where it speaks of none
    link       TEXT NOT NULL,      -- from the report's page
    arithmetic TEXT NOT NULL,      -- of a sum: total, parts, their sum, the difference, as JSON; else ''
    PRIMARY KEY (path, place)
) WITHOUT ROWID;
CREATE INDEX findings_by_code ON findings (code, path, place);

-- Numbers that nothing reads, and tables that could not be read.
CREATE TABLE unread (
    path     TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    place    INTEGER NOT NULL,
    words    TEXT NOT NULL,
    line     INTEGER NOT NULL,
    is_table INTEGER NOT NULL,
    PRIMARY KEY (path, place)
) WITHOUT ROWID;

-- What of a report's text stands in other reports, counted over all of them after the last one was converted: sentences,
-- NULL where nothing can be told.
CREATE TABLE reuse (
    path        TEXT PRIMARY KEY REFERENCES reports ON DELETE CASCADE,
    sentences   INTEGER NOT NULL,
    kept        INTEGER,           -- in the agency's report before too
    common      INTEGER,           -- said by five agencies or more
    kept_common INTEGER NOT NULL,
    shared      INTEGER,           -- in a report of another agency of the county too, and not common
    alike       TEXT NOT NULL      -- those with most of them, JSON: path, sentences, the first here and there
) WITHOUT ROWID;

-- Files and data of a report, packed (zlib) but for prose, pictures and parts of the search index: of each, what stands for it in a hash of the whole.
CREATE TABLE texts (
    path   TEXT NOT NULL REFERENCES reports ON DELETE CASCADE,
    name   TEXT NOT NULL,
    size   INTEGER NOT NULL,       -- bytes, not packed
    packed BLOB NOT NULL,
    PRIMARY KEY (path, name)
);

-- Rich pages, by the Markdown in whose place they are shown: the SHA-256 of its characters without blanks, front matter
-- left out. So a page never shows what its Markdown does not say.
CREATE TABLE pages (
    key    TEXT NOT NULL PRIMARY KEY,
    path   TEXT NOT NULL,          -- of the report's file, as in reports; a report that fails keeps its earlier pages
    file   TEXT NOT NULL,          -- of the Markdown, below docs/
    sha256 TEXT NOT NULL,          -- of the page
    links  TEXT NOT NULL DEFAULT '',  -- what stands in the places left for the reports around it
    query  TEXT NOT NULL DEFAULT '',
    notice TEXT NOT NULL DEFAULT '',  -- what of it was corrected
    remarks TEXT NOT NULL DEFAULT '',  -- the same in the rows of the figures: by their ids, JSON
    packed BLOB NOT NULL
);
CREATE INDEX pages_by_path ON pages (path);
CREATE INDEX pages_by_file ON pages (file);

-- Files of a folder of ours (docs, site) as they were left there: what each was made from, and what tells that nobody
-- touched it since. owner: the report it belongs to (its path), '' for those of all.
CREATE TABLE files (
    folder    TEXT NOT NULL,
    file      TEXT NOT NULL,
    owner     TEXT NOT NULL DEFAULT '',
    made_from TEXT NOT NULL,
    size      INTEGER NOT NULL,
    mtime_ns  INTEGER NOT NULL,
    PRIMARY KEY (folder, file)
) WITHOUT ROWID;
CREATE INDEX files_by_owner ON files (folder, owner);

-- Whatever else is kept: the state of the search index, what the last whole run was made from.
CREATE TABLE kept (
    key    TEXT NOT NULL PRIMARY KEY,
    packed BLOB NOT NULL
);
