//! Taking connections, and ending in order.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use super::{Options, router};

/// How long a client may take to send the head of a request, or to send the next one.
const HEAD_TIME: Duration = Duration::from_secs(30);

/// How long answers that are under way may take when the server is to end.
const END_TIME: Duration = Duration::from_secs(5);

/// Most bytes of the head of a request.
const HEAD_BYTES: usize = 64 << 10;

/// Serves on a listener until `end` is done, then lets answers that are under way finish.
///
/// # Errors
/// If the system has no threads or no events for it. What goes wrong with one connection ends that
/// one.
pub fn run(listener: TcpListener, options: Options, end: impl Future<Output = ()>) -> io::Result<()> {
    // One thread moves bytes; the work is done by those that questions run in.
    let threads = options.limits.running + options.limits.exports + 8;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(threads)
        .thread_name("search serve")
        .build()?;
    let outcome = runtime.block_on(serve(listener, options, end));
    // A question that nobody waits for any more does not keep the program.
    runtime.shutdown_background();
    outcome
}

async fn serve(listener: TcpListener, options: Options, end: impl Future<Output = ()>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let places = Arc::new(Semaphore::new(options.limits.connections));
    let service = router(options);
    let graceful = GracefulShutdown::new();
    let mut end = std::pin::pin!(end);
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = &mut end => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(_) => {
                // Too many files are open, or the client is gone already.
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            }
        };
        // Answers are written at once; without this their end may wait for an acknowledgement.
        let _ = stream.set_nodelay(true);
        let service = service.clone().map_request(|request: Request<Incoming>| request.map(Body::new));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_buf_size(HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that went away needs no answer.
            let _ = watched.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(END_TIME, graceful.shutdown()).await;
    Ok(())
}
