//! The kinds of configuration that listen and the languages in which they ask, as packs name them too.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::signal::vocabulary;

vocabulary! {
    /// What kind of configuration listens.
    ObserverKind {
        /// A rule that fires.
        Alert = "alert",
        /// A rule that stores what its expression gives under a name of its own.
        RecordingRule = "recording-rule",
        /// A dashboard as a whole.
        Dashboard = "dashboard",
        /// A panel of a dashboard, or of a library of panels.
        Panel = "panel",
        /// A variable of a dashboard that is filled by a query.
        Variable = "variable",
        /// Marks on a dashboard's time axis that a query gives.
        Annotation = "annotation",
        /// An objective over an indicator.
        Slo = "slo",
        /// Who fetches metrics, and from where.
        Scrape = "scrape",
        /// A tree of routes from alerts to receivers.
        Route = "route",
        /// Somebody that alerts are sent to.
        Receiver = "receiver",
        /// A source of data that dashboards ask.
        Datasource = "datasource",
        /// Receivers, processors and exporters in a row.
        Pipeline = "pipeline",
        /// Somebody that reads logs and sends them on.
        Shipper = "shipper",
        /// A product that signals are sent to by its set-up: errors, traces, everything.
        Backend = "backend",
        /// A step of a job that tells somebody how it went.
        Notification = "notification",
        /// A question whether a workload lives or is ready.
        Probe = "probe",
    }
}

vocabulary! {
    /// The language of an expression.
    QueryLanguage {
        /// Prometheus, and what speaks like it.
        PromQl = "promql",
        /// Loki.
        LogQl = "logql",
        /// Tempo.
        TraceQl = "traceql",
        /// Another one, whose expressions are kept and not read.
        Other = "other",
    }
}
