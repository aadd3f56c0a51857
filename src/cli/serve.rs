//! `search serve`: pages and HTTP API on this machine.

use std::future::poll_fn;
use std::io::Write;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use news_search::Error;
use news_search::serve::{self, Access, Limits, Options};

use super::Global;
use super::outcome::{Failed, Status};
use super::today::today;
use super::ui::Ui;

/// Search with a browser: serve pages and an HTTP API on this machine
///
/// Listens on 127.0.0.1, for this machine alone, until interrupted; asks nothing of any other
/// machine. What another `search` indexes meanwhile is seen at once. The address is printed on
/// standard output. The API is described at /api/v1/openapi.json and in docs/API.md.
///
/// --host lets other machines ask too, but only those that show a token: whoever types it once into the
/// page that asks for it, or sends `Authorization: Bearer TOKEN`. The connection is not encrypted. With a
/// token the server answers to addresses in numbers, to HOST, and to names given with --allow-host.
#[derive(clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Listen on this port; 0 for any that is free
    #[arg(long, value_name = "N", default_value_t = 7700)]
    port: u16,
    /// Open the page in a browser
    #[arg(long)]
    open: bool,
    /// Listen on this address, for other machines; needs a token
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Answer only who shows the token in this file
    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    token_file: Option<PathBuf>,
    /// Answer only who shows this token [default: $SEARCH_TOKEN]; others on this machine can read it in the
    /// list of running programs, so rather set the variable or give a file
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// Answer to this name as well, such as that of a proxy; needs a token
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  search serve --open                       search with the browser
  search serve --port 0                     on a free port, which is printed
  curl 'http://127.0.0.1:7700/api/v1/query?q=witch+hunt'
  openssl rand -hex 16 > token && chmod 600 token
  search serve --host 0.0.0.0 --token-file token
  search serve --token-file token --allow-host archive.example    behind a proxy";

/// Runs the command.
pub fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Status, Failed> {
    let token = token(args, ui)?;
    let needs_token = match (&args.host, args.allow_host.is_empty()) {
        (Some(_), _) => Some("--host"),
        (None, false) => Some("--allow-host"),
        (None, true) => None,
    };
    if let (Some(option), None) = (needs_token, &token) {
        return Err(Failed::Usage {
            message: format!("`{option}` needs a token, as others could read all articles"),
            hint: Some("give one with --token-file or in SEARCH_TOKEN".to_owned()),
        });
    }
    let host = args.host.as_deref().unwrap_or("127.0.0.1");
    let listener = listen(host, args.port)?;
    let address = listener.local_addr().map_err(|error| Failed::usage(format!("no address: {error}")))?;
    let access = match &token {
        None => Access::local(address.port()),
        Some(token) => Access::token(address.port(), token)
            .map_err(Failed::usage)?
            .answering_to(args.host.iter().chain(&args.allow_host).cloned()),
    };
    let index = global.place()?;
    let options =
        Options { index: index.clone(), access: access.clone(), today: Arc::new(today), limits: Limits::default() };

    let shown = format!("http://{}/", shown_address(host, address));
    let mut out = ui.out();
    writeln!(out, "{shown}")?;
    out.flush()?;
    drop(out);
    ui.note(format_args!("serving {index}; Ctrl-C ends it"));
    if let Err(error) = index.open() {
        // The page says so too, and sees it when there is one.
        ui.warn(error);
    }
    if args.open {
        let page = match &token {
            // The token itself would stand in the list of running programs.
            Some(_) => format!("{shown}?code={}", access.code()),
            None => shown.clone(),
        };
        if !open(&page) {
            ui.warn(format_args!("no browser could be opened; go to {shown}"));
        }
    }

    let interrupted = AtomicBool::new(false);
    let end = async {
        until_signalled().await;
        interrupted.store(true, Ordering::Relaxed);
        ui.note("ending");
    };
    serve::run(listener, options, end).map_err(|error| Failed::usage(format!("the server failed: {error}")))?;
    Ok(if interrupted.load(Ordering::Relaxed) { Status::Interrupted } else { Status::Done })
}

/// The token that is asked for, if one is.
fn token(args: &Args, ui: &Ui) -> Result<Option<String>, Failed> {
    if let Some(path) = &args.token_file {
        let read = |source| Error::Read { path: path.clone(), source };
        let token = std::fs::read_to_string(path).map_err(read)?.trim().to_owned();
        if token.is_empty() {
            return Err(Failed::usage(format!("`{}` holds no token", path.display())));
        }
        #[cfg(unix)]
        if let Ok(about) = std::fs::metadata(path)
            && std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0
        {
            ui.warn(format_args!("others can read `{}`; `chmod 600` keeps it for you", path.display()));
        }
        return Ok(Some(token));
    }
    let from_environment = || std::env::var("SEARCH_TOKEN").ok().filter(|token| !token.is_empty());
    Ok(args.token.clone().or_else(from_environment))
}

fn listen(host: &str, port: u16) -> Result<TcpListener, Failed> {
    let failed = |error: std::io::Error| Failed::Usage {
        message: format!("cannot listen on `{host}`, port {port}: {error}"),
        hint: (error.kind() == std::io::ErrorKind::AddrInUse)
            .then(|| "another program has it; choose another with --port, or 0 for any".to_owned()),
    };
    let addresses: Vec<SocketAddr> = (host, port).to_socket_addrs().map_err(failed)?.collect();
    TcpListener::bind(addresses.as_slice()).map_err(failed)
}

/// What a browser is given: the name asked for, with the port that came of it.
fn shown_address(host: &str, address: SocketAddr) -> String {
    if address.ip().is_unspecified() || host.parse::<std::net::IpAddr>().is_ok() {
        return address.to_string();
    }
    format!("{host}:{}", address.port())
}

/// Hands an address to the system's browser.
fn open(page: &str) -> bool {
    let programs: &[(&str, &[&str])] = if cfg!(target_os = "macos") {
        &[("open", &[])]
    } else if cfg!(windows) {
        &[("rundll32", &["url.dll,FileProtocolHandler"])]
    } else {
        &[("xdg-open", &[])]
    };
    programs.iter().any(|(program, arguments)| {
        let mut command = Command::new(program);
        command.args(*arguments).arg(page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().is_ok()
    })
}

/// Waits for Ctrl-C or the system's wish that the program end.
async fn until_signalled() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let signals = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
        let mut signals: Vec<_> = signals.into_iter().flatten().collect();
        poll_fn(|context| {
            let is_any = signals.iter_mut().any(|signal| signal.poll_recv(context).is_ready());
            if is_any { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    }
    #[cfg(not(unix))]
    {
        let _ = tokio::signal::ctrl_c().await;
    }
}
