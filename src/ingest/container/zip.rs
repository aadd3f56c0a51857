//! Zip archives.
//!
//! The list of members stands at the end, so a file on the disk is read in place and one that lies
//! in another container is held in memory, up to [`MAX_RECORD_BYTES`].

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};

use ::zip::ZipArchive;

use super::super::MAX_RECORD_BYTES;
use super::super::compressed::{bomb, is_bomb};
use super::super::run::{Place, Run, Stop};
use super::super::walk::MANIFEST_NAME;
use super::{Member, Members};

/// Reads an archive.
pub(in super::super) fn read(run: &mut Run<'_>, input: &mut dyn Read) -> Result<(), Stop> {
    let members = Members::new(run)?;
    match run.about.file {
        Some(path) => {
            let file = File::open(path)?;
            let size = file.metadata()?.len();
            read_members(run, BufReader::new(file), size, members)
        }
        None => {
            let mut bytes = Vec::new();
            input.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut bytes)?;
            if bytes.len() > MAX_RECORD_BYTES {
                let most = MAX_RECORD_BYTES >> 20;
                return Err(Stop::Failed(format!("is a zip archive of over {most} MiB within another container")));
            }
            let size = bytes.len() as u64;
            read_members(run, Cursor::new(bytes), size, members)
        }
    }
}

fn read_members(run: &mut Run<'_>, input: impl Read + Seek, size: u64, mut members: Members) -> Result<(), Stop> {
    if size == 0 {
        return Err(Stop::Failed("is empty".to_owned()));
    }
    let mut archive = ZipArchive::new(input).map_err(|error| Stop::Failed(format!("is no zip archive ({error})")))?;
    let mut unpacked = 0;
    let name_of = |archive: &mut ZipArchive<_>, at: usize| {
        archive.by_index_raw(at).map(|member| (member.name_raw().to_vec(), member.is_dir()))
    };
    archive.file_names_raw().for_each(|name| members.name(name));
    // Manifests first, wherever they stand.
    let mut files = Vec::new();
    for at in 0..archive.len() {
        let (name, is_dir) = match name_of(&mut archive, at) {
            Ok(found) => found,
            Err(error) => {
                run.fail(Place::Record(at as u32 + 1), format!("the member is damaged ({error})"))?;
                continue;
            }
        };
        if is_dir {
            continue;
        }
        match members.look(run, &name)? {
            Member::Other => {}
            Member::File(path, kind) => files.push((at, path, kind)),
            Member::Manifest(folder) => match archive.by_index(at) {
                Ok(mut member) => {
                    let n_readable = std::mem::take(&mut members.n_readable);
                    members.manifest(run, folder, &mut member)?;
                    members.n_readable = n_readable;
                }
                Err(error) => {
                    let name = format!("{folder}/{MANIFEST_NAME}");
                    run.fail_member(name.trim_start_matches('/'), format!("cannot be unpacked ({error})"))?;
                }
            },
        }
    }
    files.sort_by(|one, other| one.1.cmp(&other.1));
    for (at, path, kind) in files {
        match archive.by_index(at) {
            Ok(mut member) => {
                let mut limited = Limited { input: &mut member, packed: size, unpacked: &mut unpacked };
                members.read(run, &path, kind, &mut limited)?;
                if is_bomb(size, unpacked) {
                    return Err(Stop::Io(bomb()));
                }
            }
            Err(error) => {
                let error = error.to_string();
                let why = if error.to_lowercase().contains("password") { "it is encrypted".to_owned() } else { error };
                run.fail_member(&path, format!("cannot be unpacked ({why})"))?;
            }
        }
    }
    members.end(run)
}

/// A member that fails when what comes out of the archive cannot have been in it but to do harm.
struct Limited<'m> {
    input: &'m mut dyn Read,
    packed: u64,
    unpacked: &'m mut u64,
}

impl Read for Limited<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(buffer)?;
        *self.unpacked += count as u64;
        if is_bomb(self.packed, *self.unpacked) {
            return Err(bomb());
        }
        Ok(count)
    }
}
