//! Groups of reprints.

use std::io::{self, Write};

use serde::Serialize;

use super::write_alone;
use crate::engine::reprints::{ReprintGroup, ReprintMember, ReprintResponse};
use crate::render::Style;

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct ReprintsRecord<'a> {
    total: u64,
    articles: u64,
    groups: Vec<GroupOfReprints<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct GroupOfReprints<'a> {
    size: u64,
    representative: Option<&'a str>,
    members: Vec<ReprintRecord<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub(crate) struct ReprintRecord<'a> {
    id: &'a str,
    kind: &'static str,
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    date: Option<String>,
    date_certainty: Option<&'static str>,
    url: Option<&'a str>,
    words: u32,
}

/// Writes groups of reprints as one line of JSON.
pub fn reprints(out: &mut dyn Write, style: &Style, response: &ReprintResponse) -> io::Result<()> {
    let groups = response.groups.iter().map(group_record).collect();
    write_alone(out, style, &ReprintsRecord { total: response.total, articles: response.articles, groups })
}

/// Writes groups of reprints, one line of JSON each.
pub fn reprint_lines(out: &mut dyn Write, style: &Style, groups: &[ReprintGroup]) -> io::Result<()> {
    for group in groups {
        write_alone(out, style, &group_record(group))?;
    }
    Ok(())
}

fn group_record(group: &ReprintGroup) -> GroupOfReprints<'_> {
    GroupOfReprints {
        size: group.size,
        representative: group.members.first().map(|member| member.id.as_str()),
        members: group.members.iter().map(member_record).collect(),
    }
}

fn member_record(member: &ReprintMember) -> ReprintRecord<'_> {
    ReprintRecord {
        id: &member.id,
        kind: member.kind.name(),
        title: member.title.as_deref(),
        outlet: member.outlet.as_deref(),
        date: member.date.map(|(date, _)| date.to_string()),
        date_certainty: member.date.map(|(_, certainty)| certainty.name()),
        url: member.url.as_deref(),
        words: member.words,
    }
}
