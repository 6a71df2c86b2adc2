CREATE TABLE citations (
    id INTEGER NOT NULL, 
    document INTEGER NOT NULL, 
    text TEXT, 
    start BIGINT, 
    "end" BIGINT, 
    number TEXT, 
    symbol TEXT, 
    type TEXT, 
    date TEXT, 
    issuer TEXT, 
    title TEXT, 
    article TEXT, 
    kind TEXT, 
    role TEXT, 
    target TEXT, 
    rule TEXT, 
    confidence DOUBLE, 
    code_key TEXT, 
    PRIMARY KEY (id), 
    FOREIGN KEY(document) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE dates (
    id INTEGER NOT NULL, 
    document INTEGER NOT NULL, 
    text TEXT, 
    start BIGINT, 
    "end" BIGINT, 
    start_date TEXT, 
    end_date TEXT, 
    kind TEXT, 
    name TEXT, 
    rule TEXT, 
    confidence DOUBLE, 
    PRIMARY KEY (id), 
    FOREIGN KEY(document) REFERENCES documents (id) ON DELETE CASCADE
);
INSERT INTO "dates" VALUES(1,1,'ngày 01 tháng 4 năm 2024',40,64,'2024-04-01','2024-04-01','date',NULL,'periods.day',1.0);
INSERT INTO "dates" VALUES(2,1,'Năm 2023',115,123,'2023-01-01','2023-12-31','period','2023','periods.year',1.0);
INSERT INTO "dates" VALUES(3,1,'ngày 25/4/2024',219,233,'2024-04-25','2024-04-25','deadline',NULL,'periods.day',1.0);
CREATE TABLE decisions (
    seq INTEGER NOT NULL, 
    subject TEXT NOT NULL, 
    ref TEXT NOT NULL, 
    verdict TEXT NOT NULL, 
    value JSON, 
    who TEXT NOT NULL, 
    decided_at TEXT NOT NULL, 
    PRIMARY KEY (seq)
);
CREATE TABLE directives (
    id INTEGER NOT NULL, 
    document INTEGER NOT NULL, 
    record_id TEXT, 
    text TEXT, 
    start BIGINT, 
    "end" BIGINT, 
    action TEXT, 
    modality TEXT, 
    issuer TEXT, 
    assignees JSON, 
    collaborators JSON, 
    deadline TEXT, 
    deadline_text TEXT, 
    recurring TEXT, 
    report_to TEXT, 
    citations JSON, 
    labels TEXT, 
    section TEXT, 
    rule TEXT, 
    confidence DOUBLE, 
    assignees_folded TEXT, 
    issuer_folded TEXT, 
    PRIMARY KEY (id), 
    FOREIGN KEY(document) REFERENCES documents (id) ON DELETE CASCADE
);
INSERT INTO "directives" VALUES(1,1,'d1','Giao Trạm Thủy lợi sửa chữa trạm bơm thôn Hạ, hoàn thành trước ngày 25/4/2024',156,233,'sửa chữa trạm bơm thôn Hạ, hoàn thành trước ngày 25/4/2024','order','UBND xã Tân Hảo','["Trạm Thủy lợi"]','[]','2024-04-25','trước ngày 25/4/2024',NULL,NULL,'[]',' socio_economic ',NULL,'performative',1.0,'tram thuy loi','ubnd xa tan hao');
CREATE TABLE documents (
    id INTEGER NOT NULL, 
    sha256 TEXT NOT NULL, 
    fingerprint TEXT NOT NULL, 
    parsed_at TEXT NOT NULL, 
    schema_version TEXT NOT NULL, 
    status TEXT NOT NULL, 
    text TEXT NOT NULL, 
    path TEXT, 
    media_type TEXT, 
    size BIGINT, 
    reader TEXT, 
    pages BIGINT, 
    ocr BOOLEAN, 
    encoding_found TEXT, 
    header JSON, 
    footer JSON, 
    sections JSON, 
    code TEXT, 
    code_key TEXT, 
    type TEXT, 
    issuer TEXT, 
    issuer_folded TEXT, 
    place TEXT, 
    subject TEXT, 
    signer TEXT, 
    date_start TEXT, 
    date_end TEXT, checksum TEXT, 
    PRIMARY KEY (id), 
    UNIQUE (sha256)
);
INSERT INTO "documents" VALUES(1,'944c1106536283567625cc949f277b5987f3c4ea3138cdc04eb8817457b119c0','f','2026-11-23T13:22:35+00:00','1','ok','UBND XÃ TÂN HẢO
Số: 12/UBND-VX
Tân Hảo, ngày 01 tháng 4 năm 2024
V/v giải quyết đơn thư

Kính gửi: Trạm Thủy lợi.

Năm 2023, xã tiếp nhận 12 đơn khiếu nại.
Giao Trạm Thủy lợi sửa chữa trạm bơm thôn Hạ, hoàn thành trước ngày 25/4/2024.
','/kho/giao.txt','text/plain',297,'txt',NULL,0,'utf-8','{"parent_issuer":null,"issuer":"UBND xã Tân Hảo","number":"12","symbol":"UBND-VX","code":"12/UBND-VX","system":"state","type":"CV","place":"Tân Hảo","date":{"text":"ngày 01 tháng 4 năm 2024","start_date":"2024-04-01","end_date":"2024-04-01"},"subject":"V/v giải quyết đơn thư","addressees":["Trạm Thủy lợi"],"urgency":null,"secrecy":null,"evidence":{"issuer":{"start":0,"end":15,"rule":"agency_lines","confidence":1.0,"boxes":[]},"number":{"start":20,"end":22,"rule":"number","confidence":1.0,"boxes":[]},"symbol":{"start":23,"end":30,"rule":"symbol","confidence":1.0,"boxes":[]},"code":{"start":20,"end":30,"rule":"code_grammar","confidence":1.0,"boxes":[]},"system":{"start":16,"end":30,"rule":"code_grammar","confidence":1.0,"boxes":[]},"type":{"start":23,"end":30,"rule":"letter","confidence":0.9,"boxes":[]},"place":{"start":31,"end":38,"rule":"place_before_date","confidence":1.0,"boxes":[]},"date":{"start":40,"end":64,"rule":"date_line","confidence":1.0,"boxes":[]},"subject":{"start":65,"end":87,"rule":"ve_viec","confidence":1.0,"boxes":[]},"addressees":{"start":99,"end":113,"rule":"kinh_gui","confidence":1.0,"boxes":[]}}}','{"signer":null,"title":null,"authority":[],"recipients":[],"evidence":{}}','[]','12/UBND-VX','12-ubnd-vx','CV','UBND xã Tân Hảo','ubnd xa tan hao','Tân Hảo','V/v giải quyết đơn thư',NULL,'2024-04-01','2024-04-01','6ab049895350a6e5');
CREATE TABLE events (
    seq INTEGER NOT NULL, 
    event TEXT NOT NULL, 
    task TEXT NOT NULL, 
    withdrawn BOOLEAN NOT NULL, 
    record JSON NOT NULL, 
    recorded_at TEXT NOT NULL, 
    PRIMARY KEY (seq)
);
CREATE TABLE figures (
    id INTEGER NOT NULL, 
    document INTEGER NOT NULL, 
    record_id TEXT, 
    text TEXT, 
    start BIGINT, 
    "end" BIGINT, 
    value DOUBLE, 
    unit TEXT, 
    kind TEXT, 
    value_max DOUBLE, 
    numerator DOUBLE, 
    denominator DOUBLE, 
    indicator TEXT, 
    change TEXT, 
    baseline TEXT, 
    approx TEXT, 
    period JSON, 
    place TEXT, 
    section TEXT, 
    page BIGINT, 
    boxes JSON, 
    rule TEXT, 
    confidence DOUBLE, 
    indicator_folded TEXT, 
    place_folded TEXT, 
    period_name TEXT, 
    period_start TEXT, 
    period_end TEXT, 
    PRIMARY KEY (id), 
    FOREIGN KEY(document) REFERENCES documents (id) ON DELETE CASCADE
);
INSERT INTO "figures" VALUES(1,1,'f1','12 đơn',138,144,12.0,'đơn','count',NULL,NULL,NULL,'đơn khiếu nại được tiếp nhận',NULL,NULL,NULL,'{"start_date":"2023-01-01","end_date":"2023-12-31","name":"2023","reporting_start":"2022-12-15","reporting_end":"2023-12-14"}',NULL,NULL,1,'[]','number and unit',0.95,'don khieu nai duoc tiep nhan','tan hao','2023','2023-01-01','2023-12-31');
CREATE TABLE files (
    path TEXT NOT NULL, 
    document INTEGER, 
    status TEXT NOT NULL, 
    code TEXT, 
    message TEXT, 
    remedy TEXT, 
    seconds DOUBLE, 
    finished_at TEXT NOT NULL, 
    PRIMARY KEY (path), 
    FOREIGN KEY(document) REFERENCES documents (id) ON DELETE SET NULL
);
INSERT INTO "files" VALUES('/kho/giao.txt',1,'ok',NULL,NULL,NULL,NULL,'2026-11-23T13:22:35+00:00');
CREATE TABLE findings (
    id INTEGER NOT NULL, 
    document INTEGER NOT NULL, 
    record_id TEXT, 
    code TEXT, 
    level TEXT, 
    outcome TEXT, 
    message TEXT, 
    message_vi TEXT, 
    scope TEXT, 
    evidence JSON, 
    reported TEXT, 
    expected JSON, 
    steps JSON, 
    PRIMARY KEY (id), 
    FOREIGN KEY(document) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE judged (
	"key" BIGINT NOT NULL, 
	finding INTEGER NOT NULL, 
	PRIMARY KEY ("key", finding), 
	FOREIGN KEY(finding) REFERENCES findings (id) ON DELETE CASCADE
);
CREATE TABLE meta (
    "key" TEXT NOT NULL, 
    value TEXT, 
    PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('version','3');
INSERT INTO "meta" VALUES('traced','1');
INSERT INTO "meta" VALUES('linked','23aa865af33c4a2d/1/1/1/1/0/None/2/2/2026-11-23T13:22:35+00:00/1');
CREATE TABLE problems (
    id INTEGER NOT NULL, 
    document INTEGER NOT NULL, 
    code TEXT, 
    stage TEXT, 
    message TEXT, 
    page BIGINT, 
    PRIMARY KEY (id), 
    FOREIGN KEY(document) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE relations (
    id INTEGER NOT NULL, 
    document INTEGER NOT NULL, 
    record_id TEXT, 
    type TEXT, 
    holds BOOLEAN, 
    outcome TEXT, 
    total TEXT, 
    parts JSON, 
    part TEXT, 
    whole TEXT, 
    ratio TEXT, 
    percent TEXT, 
    current TEXT, 
    previous TEXT, 
    change TEXT, 
    change_abs TEXT, 
    change_percent TEXT, 
    a TEXT, 
    b TEXT, 
    cue TEXT, 
    expected JSON, 
    reported TEXT, 
    steps JSON, 
    note TEXT, 
    confidence DOUBLE, 
    PRIMARY KEY (id), 
    FOREIGN KEY(document) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE tasks (
    id INTEGER NOT NULL, 
    document INTEGER NOT NULL, 
    record_id TEXT, 
    text TEXT, 
    start BIGINT, 
    "end" BIGINT, 
    labels TEXT, 
    scores JSON, 
    abstained BOOLEAN, 
    reasons JSON, 
    status TEXT, 
    section TEXT, 
    directive TEXT, 
    rule TEXT, 
    PRIMARY KEY (id), 
    FOREIGN KEY(document) REFERENCES documents (id) ON DELETE CASCADE
);
INSERT INTO "tasks" VALUES(1,1,'t1','Năm 2023, xã tiếp nhận 12 đơn khiếu nại.',115,155,' petition ','{"propaganda":0.0,"petition":1.0,"socio_economic":0.0017,"other":0.0}',0,'[{"text":"đơn khiếu nại","weight":16.165},{"text":"tiếp","weight":3.982}]','done',NULL,NULL,'');
INSERT INTO "tasks" VALUES(2,1,'t2','Giao Trạm Thủy lợi sửa chữa trạm bơm thôn Hạ, hoàn thành trước ngày 25/4/2024.',156,234,' socio_economic ','{"propaganda":0.0001,"petition":0.146,"socio_economic":0.9441,"other":0.0014}',0,'[{"text":"trạm thủy","weight":1.779},{"text":"trạm bơm","weight":1.395},{"text":"trước","weight":0.769}]','planned',NULL,'d1','');
CREATE TABLE topics (
	name TEXT NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE touched (
	id INTEGER NOT NULL, 
	"key" BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE trace_keys (
	"key" BIGINT NOT NULL, 
	document INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	role SMALLINT NOT NULL, 
	PRIMARY KEY ("key", document, number)
)
 WITHOUT ROWID

;
INSERT INTO "trace_keys" VALUES(1801363349423978932,1,2,0);
INSERT INTO "trace_keys" VALUES(1801363841615605365,1,2,0);
INSERT INTO "trace_keys" VALUES(6380615912298755115,1,1,1);
INSERT INTO "trace_keys" VALUES(6380615973855230388,1,2,0);
INSERT INTO "trace_keys" VALUES(6380616252412816835,1,1,0);
INSERT INTO "trace_keys" VALUES(6380616466046856821,1,2,0);
CREATE TABLE traces (
	document INTEGER NOT NULL, 
	lines TEXT NOT NULL, 
	PRIMARY KEY (document), 
	FOREIGN KEY(document) REFERENCES documents (id) ON DELETE CASCADE
);
INSERT INTO "traces" VALUES(1,'["sha256:944c1106536283567625cc949f277b5987f3c4ea3138cdc04eb8817457b119c0","/kho/giao.txt","CV","ubnd xã tân hảo","xã tân hảo","","2024-04-01",[2023,1,12],false]
["draft",[["fb6f4a294588536258",0,87,0,[["ngày 01 tháng 4 năm 2024",null,null]],0,0],["fe326d48f641168e86",115,155,2,[["năm 2023",[2023,1,12],null]],1,1.11],["9101f1754b6c1c37eb",156,234,1,[["ngày 25/4/2024",null,"2024-04-25"]],0,0]]]
["paper",["ubnd xã tân hảo","xã tân hảo","2024-04-01","12","v/v giải quyết đơn thư","12/UBND-VX",{"document":"sha256:944c1106536283567625cc949f277b5987f3c4ea3138cdc04eb8817457b119c0","path":"/kho/giao.txt","text":"ngày 01 tháng 4 năm 2024","start":40,"end":64,"page":null,"boxes":[]}]]');
CREATE TABLE tracked (
    id INTEGER NOT NULL, 
    owner INTEGER NOT NULL, 
    record_id TEXT, 
    code TEXT, 
    opened TEXT, 
    text TEXT, 
    start BIGINT, 
    "end" BIGINT, 
    page BIGINT, 
    section TEXT, 
    action TEXT, 
    issuer TEXT, 
    assignees JSON, 
    collaborators JSON, 
    deadline TEXT, 
    deadline_text TEXT, 
    recurring TEXT, 
    report_to TEXT, 
    labels TEXT, 
    owners_folded TEXT, 
    PRIMARY KEY (id), 
    FOREIGN KEY(owner) REFERENCES documents (id) ON DELETE CASCADE
);
INSERT INTO "tracked" VALUES(1,1,'944c11065362:d1','12/UBND-VX','2024-04-01','Giao Trạm Thủy lợi sửa chữa trạm bơm thôn Hạ, hoàn thành trước ngày 25/4/2024',156,233,1,NULL,'sửa chữa trạm bơm thôn Hạ, hoàn thành trước ngày 25/4/2024','UBND xã Tân Hảo','["Trạm Thủy lợi"]','[]','2024-04-25','trước ngày 25/4/2024',NULL,NULL,' socio_economic ','tram thuy loi');
CREATE INDEX ix_documents_code_key ON documents (code_key);
CREATE INDEX ix_documents_date_start ON documents (date_start);
CREATE INDEX ix_events_event ON events (event);
CREATE INDEX ix_events_task ON events (task);
CREATE INDEX ix_decisions_ref ON decisions (ref);
CREATE INDEX ix_files_document ON files (document);
CREATE INDEX ix_files_status ON files (status);
CREATE INDEX ix_figures_document ON figures (document);
CREATE INDEX ix_figures_period_name ON figures (period_name);
CREATE INDEX ix_relations_document ON relations (document);
CREATE INDEX ix_dates_document ON dates (document);
CREATE INDEX ix_citations_document ON citations (document);
CREATE INDEX ix_citations_code_key ON citations (code_key);
CREATE INDEX ix_directives_document ON directives (document);
CREATE INDEX directives_deadline ON directives (deadline);
CREATE INDEX ix_tasks_document ON tasks (document);
CREATE INDEX ix_problems_document ON problems (document);
CREATE INDEX ix_findings_document ON findings (document);
CREATE INDEX findings_level ON findings (level);
CREATE INDEX tracked_record ON tracked (record_id);
CREATE INDEX ix_tracked_owner ON tracked (owner);
CREATE INDEX ix_trace_keys_document ON trace_keys (document);
CREATE INDEX ix_touched_key ON touched ("key");
CREATE INDEX ix_judged_finding ON judged (finding);
CREATE VIRTUAL TABLE documents_fts USING fts5(exact, folded, tags, content='', tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE directives_fts USING fts5(exact, folded, tags, content='', tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE figures_fts USING fts5(exact, folded, tags, content='', tokenize='unicode61 remove_diacritics 0');
CREATE TABLE fts_words (word TEXT PRIMARY KEY, folded TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX fts_folded ON fts_words (folded);
