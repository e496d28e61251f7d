//! A client of the API that keeps its session.

use std::cell::RefCell;
use std::io::Read as _;

use serde_json::{Value, json};
use ureq::http::{HeaderMap, Method, Request};

/// A client of the API.
pub(super) struct Client {
    agent: ureq::Agent,
    address: String,
    cookie: RefCell<Option<String>>,
    token: Option<String>,
}

/// An answer, read to its end.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
    pub(super) bytes: Vec<u8>,
}

impl Answer {
    fn read(response: ureq::http::Response<ureq::Body>) -> Self {
        let (parts, mut body) = response.into_parts();
        let bytes = body.read_to_vec().unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Self { status: parts.status.as_u16(), headers: parts.headers, text, bytes }
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Client {
    pub(super) fn new(address: &str) -> Self {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        Self { agent, address: address.to_owned(), cookie: RefCell::default(), token: None }
    }

    /// A program that carries a token to the same server.
    pub(super) fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..Self::new(&self.address) }
    }

    pub(super) fn log_in(
        &self,
        user: &str,
        password: &str,
        purpose: &str,
        justification: &str,
    ) -> Answer {
        let answer = self.post(
            "/session",
            &json!({
                "user": user,
                "password": password,
                "purpose": purpose,
                "justification": justification,
            }),
        );
        if answer.status == 200 {
            let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
            self.cookie.replace(Some(cookie));
        }
        answer
    }

    pub(super) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None)
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[("x-crossbearing", "1")], Some(body))
    }

    pub(super) fn put(&self, path: &str, body: &Value) -> Answer {
        self.send("PUT", path, &[("x-crossbearing", "1")], Some(body))
    }

    /// Sends a request; `path` is below /api/v1 unless it starts with two slashes.
    pub(super) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Answer {
        Answer::read(self.agent.run(self.request(method, path, headers, body)).unwrap())
    }

    /// Sends a form; a part named `file` is a file of the name before the colon.
    pub(super) fn form(&self, path: &str, parts: &[(&str, &str)]) -> Answer {
        self.form_with(path, parts, None)
    }

    /// [`Self::form`], with a file of any bytes behind the other parts.
    pub(super) fn form_with(
        &self,
        path: &str,
        parts: &[(&str, &str)],
        file: Option<(&str, &[u8])>,
    ) -> Answer {
        let mut body = String::new();
        for (name, value) in parts {
            let (disposition, value) = match (*name, value.split_once(':')) {
                ("file", Some((file, value))) => (format!("file\"; filename=\"{file}"), value),
                _ => ((*name).to_owned(), *value),
            };
            body += "--b\r\nContent-Disposition: form-data; name=\"";
            body.extend([disposition.as_str(), "\"\r\n\r\n", value, "\r\n"]);
        }
        let mut body = body.into_bytes();
        if let Some((name, bytes)) = file {
            let part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"";
            body.extend_from_slice(format!("{part}{name}\"\r\n\r\n").as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--b--\r\n");
        let headers = [("x-crossbearing", "1")];
        let request = self.request("POST", path, &headers, None);
        let (mut head, _) = request.into_parts();
        let form = "multipart/form-data; boundary=b".parse().unwrap();
        head.headers.insert("content-type", form);
        let response = self.agent.run(Request::from_parts(head, body)).unwrap();
        Answer::read(response)
    }

    /// Opens a stream of events.
    pub(super) fn events(&self) -> Events {
        let response = self.agent.run(self.request("GET", "/events", &[], None)).unwrap();
        assert_eq!(response.status(), 200);
        Events { body: Box::new(response.into_body().into_reader()), read: String::new() }
    }

    fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Request<Vec<u8>> {
        let url = match path.strip_prefix("//") {
            Some(path) => format!("{}/{path}", self.address),
            None => format!("{}/api/v1{path}", self.address),
        };
        let mut request = Request::builder().method(Method::try_from(method).unwrap()).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = self.cookie.borrow().as_deref() {
            request = request.header("cookie", cookie);
        }
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = body.map(ToString::to_string).unwrap_or_default();
        request.header("content-type", "application/json").body(body.into_bytes()).unwrap()
    }
}

/// A stream of events.
pub(super) struct Events {
    body: Box<dyn std::io::Read + Send>,
    read: String,
}

impl Events {
    /// The next event: its name and data. Waits for it.
    pub(super) fn next(&mut self) -> (String, String) {
        loop {
            if let Some((event, rest)) = self.read.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.read = rest;
                let field = |name: &str| {
                    event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim)
                };
                if let Some(name) = field("event:") {
                    return (name.to_owned(), field("data:").unwrap_or_default().to_owned());
                }
                continue;
            }
            let mut bytes = [0; 1024];
            let count = self.body.read(&mut bytes).unwrap();
            assert!(count > 0, "the stream ended without saying so");
            self.read.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    }
}
