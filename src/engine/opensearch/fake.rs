//! A cluster that answers what it is told to, for tests.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use super::client::Client;
use super::options::ClusterOptions;
use super::send::Pace;

/// What comes back for one request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// A status and JSON.
    Json(u16, Value),
    /// A status and a body of any kind.
    Text(u16, String),
    /// A head of ours and nothing else.
    Raw(String),
    /// A head that promises that many bytes, which come.
    Huge(u64),
    /// Nothing: the connection is closed.
    Close,
    /// Nothing for so long, then the connection is closed.
    Silence(Duration),
}

/// What was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    pub path: String,
    pub headers: Vec<String>,
    pub body: String,
}

/// A server on a port of its own with its answers in order; without more, it says 500.
pub struct Fake {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Fake {
    pub fn new(replies: impl IntoIterator<Item = Reply>) -> Fake {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let replies = Arc::new(Mutex::new(replies.into_iter().collect::<VecDeque<Reply>>()));
        let asked_here = Arc::clone(&asked);
        // Ends with the test program.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (asked, replies) = (Arc::clone(&asked_here), Arc::clone(&replies));
                std::thread::spawn(move || serve(&stream, &asked, &replies));
            }
        });
        Fake { url, asked }
    }

    /// An address where nobody listens: one of the ports that the system never gives away as free ones, as it might that
    /// of a listener that was closed, to the node of another test.
    pub fn nobody() -> String {
        static NEXT: AtomicU16 = AtomicU16::new(0);
        format!("http://127.0.0.1:{}", 1 + NEXT.fetch_add(1, Ordering::Relaxed) % 6)
    }

    /// What it was asked, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no test panics in it").clone()
    }

    /// Method and path of what it was asked.
    pub fn paths(&self) -> Vec<String> {
        self.asked().iter().map(|asked| format!("{} {}", asked.method, asked.path)).collect()
    }

    /// A client in a hurry that knows this node.
    pub fn client(&self) -> Client {
        client(&[&self.url])
    }
}

/// A client in a hurry: a second for an answer, one for all attempts.
pub fn client(urls: &[&str]) -> Client {
    let mut options = ClusterOptions::new(urls.iter().map(|&url| url.to_owned()).collect(), "articles");
    options.timeout = Duration::from_millis(400);
    Client::new(&options).expect("options that can be").with_pace(PACE)
}

/// Milliseconds where there are seconds.
pub const PACE: Pace = Pace {
    first: Duration::from_millis(4),
    longest: Duration::from_millis(16),
    total: Duration::from_millis(1500),
    total_if_never_reached: Duration::from_millis(60),
    aside: Duration::from_millis(300),
};

fn serve(stream: &TcpStream, asked: &Mutex<Vec<Asked>>, replies: &Mutex<VecDeque<Reply>>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let mut writer = stream;
    loop {
        let request = read_request(&mut reader)?;
        let is_head = request.method == "HEAD";
        asked.lock().ok()?.push(request);
        let reply = replies.lock().ok()?.pop_front().unwrap_or(Reply::Text(500, "no reply is left".to_owned()));
        let (status, body) = match reply {
            Reply::Json(status, body) => (status, body.to_string()),
            Reply::Text(status, body) => (status, body),
            Reply::Raw(head) => {
                writer.write_all(head.as_bytes()).ok()?;
                return None;
            }
            Reply::Huge(n_bytes) => {
                write!(writer, "HTTP/1.1 200 OK\r\ncontent-length: {n_bytes}\r\n\r\n").ok()?;
                let block = [b' '; 1 << 16];
                let mut left = n_bytes;
                while left > 0 {
                    let n = left.min(block.len() as u64);
                    writer.write_all(&block[..n as usize]).ok()?;
                    left -= n;
                }
                continue;
            }
            Reply::Close => return None,
            Reply::Silence(time) => {
                std::thread::sleep(time);
                return None;
            }
        };
        let n_bytes = body.len();
        let body = if is_head { "" } else { &body };
        let answer = format!("HTTP/1.1 {status} Said\r\ncontent-length: {n_bytes}\r\n\r\n{body}");
        writer.write_all(answer.as_bytes()).ok()?;
    }
}

fn read_request(reader: &mut BufReader<&TcpStream>) -> Option<Asked> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    let mut n_bytes = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let header = header.trim_end().to_owned();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.to_lowercase().strip_prefix("content-length:") {
            n_bytes = value.trim().parse().ok()?;
        }
        headers.push(header);
    }
    let mut body = vec![0; n_bytes];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { method, path, headers, body: String::from_utf8(body).ok()? })
}
