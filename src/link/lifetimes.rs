//! Certificates and tokens judged: what is weak always, what is over and what soon will be only on
//! a day that was named.

use super::findings::{Maker, told};
use crate::model::date::Date;
use crate::model::inventory::Finding;
use crate::model::lifetime::{Certificate, Lifetime};
use crate::model::message::Message;
use crate::model::settings::Settings;
use crate::model::summary::Summary;
use crate::rules::pack::Packs;

/// Adds the findings to the files they stand in.
pub fn judge(packs: &Packs, settings: &Settings, summaries: &mut [Summary]) {
    let mut judge = Judge {
        maker: Maker::new(packs, settings),
        settings,
    };
    for summary in summaries {
        let of_certificates = summary.certificates.iter();
        let mut found: Vec<Finding> = of_certificates
            .flat_map(|one| judge.certificate(one))
            .collect();
        found.extend(summary.lifetimes.iter().flat_map(|one| judge.token(one)));
        summary.findings.append(&mut found);
    }
}

struct Judge<'p> {
    maker: Maker<'p>,
    settings: &'p Settings,
}

impl Judge<'_> {
    fn certificate(&mut self, one: &Certificate) -> Vec<Finding> {
        let mut said: Vec<(&str, Message)> = Vec::new();
        if one.weak_key() {
            let message = Message::new("finding-weak-key")
                .with("key", one.key.clone())
                .with("bits", told(one.key_bits.unwrap_or_default()));
            said.push(("certificate-weak-key", message));
        }
        if one.weak_signature() {
            let message =
                Message::new("finding-weak-signature").with("signature", one.signature.clone());
            said.push(("certificate-weak-signature", message));
        }
        match self.ends(one.not_after) {
            End::Over => said.push(("certificate-expired", day("finding-over", one.not_after))),
            End::Soon => said.push((
                "certificate-expires-soon",
                day("finding-soon", one.not_after),
            )),
            End::Later => {}
        }
        let made = said.into_iter().filter_map(|(rule, message)| {
            let message = message.with("subject", one.subject.clone());
            let key = (one.subject.as_str(), None);
            self.maker.make(rule, &one.at, one.context, key, message)
        });
        made.collect()
    }

    fn token(&mut self, one: &Lifetime) -> Vec<Finding> {
        let kind = one.kind.as_str();
        let mut said: Vec<(&str, Message)> = Vec::new();
        if one
            .algorithm
            .as_ref()
            .is_some_and(|algorithm| algorithm.eq_ignore_ascii_case("none"))
        {
            said.push(("token-unsigned", Message::new("finding-unsigned")));
        }
        if let Some(last) = one.expires {
            match self.ends(last) {
                End::Over => said.push(("token-expired", day("finding-over", last))),
                End::Soon => said.push(("token-expires-soon", day("finding-soon", last))),
                End::Later => {}
            }
        }
        let made = said.into_iter().filter_map(|(rule, message)| {
            let message = message.with("subject", told(kind));
            let key = (kind, None);
            self.maker.make(rule, &one.at, one.context, key, message)
        });
        made.collect()
    }

    fn ends(&self, last: Date) -> End {
        match self.settings.date {
            Some(today) if today > last => End::Over,
            Some(today) if today.after(self.settings.soon_days) >= last => End::Soon,
            _ => End::Later,
        }
    }
}

/// When something ends, seen from the day that was named.
enum End {
    Over,
    Soon,
    /// Later, or no day was named.
    Later,
}

fn day(id: &'static str, day: Date) -> Message {
    Message::new(id).with("day", told(day))
}
