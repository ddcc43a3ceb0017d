BEGIN TRANSACTION;
CREATE TABLE admin_logins (
	token_hash BLOB NOT NULL, 
	admin_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	last_seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_admin_logins PRIMARY KEY (token_hash), 
	CONSTRAINT fk_admin_logins_admin_id FOREIGN KEY(admin_id) REFERENCES admins (id) ON DELETE CASCADE
);
INSERT INTO "admin_logins" VALUES(X'5EEC0DC419AA8337BF725F026FDA9C78C1CB1C642EEAFF9D6E1112F37783E942',1,'2026-03-01 12:00:00.000000','2026-03-01 12:00:00.000000');
CREATE TABLE admins (
	id INTEGER NOT NULL, 
	admin_id VARCHAR(36) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	email_key TEXT NOT NULL, 
	name VARCHAR(100) NOT NULL, 
	password_hash VARCHAR(200) NOT NULL, 
	created_at DATETIME NOT NULL, second_factor JSON, 
	CONSTRAINT pk_admins PRIMARY KEY (id), 
	CONSTRAINT uq_admins_admin_id UNIQUE (admin_id), 
	CONSTRAINT uq_admins_email_key UNIQUE (email_key)
);
INSERT INTO "admins" VALUES(1,'dde0570a-3250-4980-a8dd-61043e4522ba','ana@example.com','ana@example.com','Ana','hash','2026-03-01 12:00:12.000003','{"key":"OCY7OYRJRN26KTADHJMWG2SCEWVKQUTY","confirmed":true,"last_step":7,"recovery_hashes":["7272727272727272727272727272727272727272727272727272727272727272"]}');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE chat_messages (
	id INTEGER NOT NULL, 
	chat_session_id INTEGER NOT NULL, 
	message TEXT NOT NULL, 
	sender_type VARCHAR(10) NOT NULL, 
	sender_name VARCHAR(100) NOT NULL, 
	is_read BOOLEAN NOT NULL, 
	metadata JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	message_id VARCHAR(36) NOT NULL, 
	seq INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	attachments JSON NOT NULL, 
	CONSTRAINT pk_chat_messages PRIMARY KEY (id), 
	CONSTRAINT fk_chat_messages_chat_session_id FOREIGN KEY(chat_session_id) REFERENCES chat_sessions (id), 
	CONSTRAINT uq_chat_messages_chat_session_id_message_id UNIQUE (chat_session_id, message_id), 
	CONSTRAINT uq_chat_messages_chat_session_id_seq UNIQUE (chat_session_id, seq)
);
INSERT INTO "chat_messages" VALUES(1,1,'Halo 👍','guest','Émile 👍',1,'{}','2026-03-01 12:00:00.000000','2026-03-01 12:00:00.000000','e362462c-2608-4f0f-a8fc-18bec79bd7e4',1,'text','[]');
INSERT INTO "chat_messages" VALUES(2,1,'two
lines','admin','Ana',0,'{}','2026-03-01 12:00:07.000003','2026-03-01 12:00:07.000003','ca664961-d709-4177-b2f1-80630c228448',2,'text','[]');
CREATE TABLE chat_sessions (
	id INTEGER NOT NULL, 
	session_id VARCHAR(36) NOT NULL, 
	guest_name VARCHAR(100) NOT NULL, 
	guest_email VARCHAR(254) NOT NULL, 
	guest_phone VARCHAR(16), 
	status VARCHAR(10) NOT NULL, 
	last_activity_at DATETIME NOT NULL, 
	metadata JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	secret_hash BLOB NOT NULL, 
	next_seq INTEGER NOT NULL, 
	guest_last_read_seq INTEGER NOT NULL, 
	admin_last_read_seq INTEGER NOT NULL, 
	written_by_guest INTEGER NOT NULL, 
	written_by_admin INTEGER NOT NULL, 
	read_by_guest INTEGER NOT NULL, 
	read_by_admin INTEGER NOT NULL, 
	topic VARCHAR(100), 
	locale VARCHAR(35), 
	request_id VARCHAR(36), 
	closed_at DATETIME, 
	closed_by VARCHAR(10), 
	search_text TEXT NOT NULL, 
	CONSTRAINT pk_chat_sessions PRIMARY KEY (id), 
	CONSTRAINT uq_chat_sessions_request_id UNIQUE (request_id), 
	CONSTRAINT uq_chat_sessions_session_id UNIQUE (session_id)
);
INSERT INTO "chat_sessions" VALUES(1,'890515df-9b3f-4e49-8054-07c9389f8f7f','Émile 👍','sari@example.com','+6281234567890','active','2026-03-01 12:00:07.000003','{"cart":[1,"é"]}','2026-03-01 12:00:00.000000','2026-03-01 12:00:07.000003',X'70B1F762298B75E54C033A59636A4225AAA85278EDB72BDA82B2377016DDF7A7',3,0,1,1,1,0,1,'delivery',NULL,NULL,NULL,NULL,'émile 👍
sari@example.com');
INSERT INTO "chat_sessions" VALUES(2,'9288f4a8-0748-49ba-b06d-83dc002cc2e4','Sari','sari@example.com',NULL,'closed','2026-03-01 12:00:12.000003','{}','2026-03-01 12:00:12.000003','2026-03-01 12:00:12.000003',X'70B1F762298B75E54C033A59636A4225AAA85278EDB72BDA82B2377016DDF7A7',1,0,0,0,0,0,0,NULL,NULL,NULL,'2026-03-01 12:00:12.000003','admin','sari
sari@example.com');
CREATE TABLE installation (
	name VARCHAR(40) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_installation PRIMARY KEY (name)
);
INSERT INTO "installation" VALUES('epoch','515b45a5');
INSERT INTO "installation" VALUES('app_id','long enough for a test');
INSERT INTO "installation" VALUES('app_key','long enough for a test');
INSERT INTO "installation" VALUES('app_secret','long enough for a test');
CREATE TABLE outbox (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR(40) NOT NULL, 
	event TEXT NOT NULL, 
	due_at DATETIME
);
INSERT INTO "outbox" VALUES(1,'SessionStarted','{"session_id":"890515df-9b3f-4e49-8054-07c9389f8f7f","guest_name":"Émile 👍","topic":"delivery","started_at":"2026-03-01T12:00:00Z"}','2026-03-01 12:00:00.000000');
INSERT INTO "outbox" VALUES(2,'MessageSent','{"message":{"id":"e362462c-2608-4f0f-a8fc-18bec79bd7e4","session_id":"890515df-9b3f-4e49-8054-07c9389f8f7f","seq":1,"body":"Halo 👍","sender_type":"guest","sender_name":"Émile 👍","created_at":"2026-03-01T12:00:00Z","updated_at":"2026-03-01T12:00:00Z","kind":"text","is_read":false,"attachments":[],"metadata":{}}}','2026-03-01 12:00:00.000000');
INSERT INTO "outbox" VALUES(3,'MessageSent','{"message":{"id":"ca664961-d709-4177-b2f1-80630c228448","session_id":"890515df-9b3f-4e49-8054-07c9389f8f7f","seq":2,"body":"two\nlines","sender_type":"admin","sender_name":"Ana","created_at":"2026-03-01T12:00:07.000003Z","updated_at":"2026-03-01T12:00:07.000003Z","kind":"text","is_read":false,"attachments":[],"metadata":{}}}','2026-03-01 12:00:07.000003');
INSERT INTO "outbox" VALUES(4,'MessagesRead','{"session_id":"890515df-9b3f-4e49-8054-07c9389f8f7f","reader":"admin","up_to_seq":1}','2026-03-01 12:00:07.000003');
INSERT INTO "outbox" VALUES(5,'SessionStarted','{"session_id":"9288f4a8-0748-49ba-b06d-83dc002cc2e4","guest_name":"Sari","topic":null,"started_at":"2026-03-01T12:00:12.000003Z"}','2026-03-01 12:00:12.000003');
INSERT INTO "outbox" VALUES(6,'SessionClosed','{"session_id":"9288f4a8-0748-49ba-b06d-83dc002cc2e4","closed_by":"admin","closed_seq":0,"closed_at":"2026-03-01T12:00:12.000003Z"}','2026-03-01 12:00:12.000003');
CREATE INDEX ix_chat_sessions_created_at ON chat_sessions (created_at);
CREATE INDEX ix_chat_sessions_last_activity_at_session_id ON chat_sessions (last_activity_at, session_id);
CREATE INDEX ix_chat_sessions_status_last_activity_at_session_id ON chat_sessions (status, last_activity_at, session_id);
CREATE INDEX ix_outbox_due_at ON outbox (due_at);
CREATE INDEX ix_admin_logins_admin_id ON admin_logins (admin_id);
CREATE INDEX ix_chat_messages_created_at ON chat_messages (created_at);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('outbox',6);
COMMIT;
