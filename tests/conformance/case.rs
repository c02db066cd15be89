//! A case: a use of the attribute or of `policy!`, from which the tests generate a module. `REFUSALS.md` describes the
//! fields.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The imports of each case. Unused imports are allowed, even in a case with `deny(warnings)`.
const IMPORTS: &str = "\
#[allow(unused_imports)]
use actix_web::{connect, delete, get, head, options, patch, post, put, query, trace};
#[allow(unused_imports)]
use actix_web::{HttpRequest, HttpResponse, Responder, route, routes, scope, web};
#[allow(unused_imports)]
use cors_runtime::cors;
";
const POLICY_IMPORTS: &str = "\
#[allow(unused_imports)]
use cors_runtime::{Policy, policy};
";

#[derive(Clone, Default, Deserialize)]
pub struct Case {
    pub id: String,
    attr: Option<String>,
    #[serde(default = "default_item")]
    item: String,
    #[serde(default)]
    prelude: String,
    /// The source of the whole module, which replaces `attr`, `item` and `prelude`.
    #[serde(skip)]
    source: Option<String>,
    /// The files in the folder of the module: the name and the text of each file.
    #[serde(skip)]
    pub files: BTreeMap<String, String>,
}

/// The code that uses the handler of a case: a registration in an application, or only the name of the handler.
#[derive(Clone, Copy)]
pub enum Wiring {
    Registered,
    Named,
}

fn default_item() -> String {
    r#"#[actix_web::get("/x")] async fn h() -> &'static str { "" }"#.to_owned()
}

impl Case {
    /// Returns a case that is a whole module, with the files in its folder.
    pub fn of_module(id: String, source: String, files: BTreeMap<String, String>) -> Self {
        Self { id, source: Some(source), files, ..Self::default() }
    }

    pub fn file(&self) -> String {
        format!("src/{}.rs", self.id)
    }

    /// Returns the source of the module. The prelude comes first, because it may begin with inner attributes.
    pub fn module(&self, wiring: Wiring) -> String {
        if let Some(source) = &self.source {
            return source.clone();
        }
        let Self { item, prelude, .. } = self;
        let attribute =
            self.attr.as_ref().map(|attr| format!("#[cors({attr})]\n")).unwrap_or_default();
        let policy_imports =
            if format!("{prelude}{item}").contains("policy!") { POLICY_IMPORTS } else { "" };
        let wiring = match wiring {
            _ if !item.contains("fn h(") => "",
            Wiring::Registered => {
                "#[allow(dead_code)]\nfn registered(cfg: &mut ::actix_web::web::ServiceConfig) { cfg.service(h); }\n"
            }
            Wiring::Named => "#[allow(dead_code)]\nfn named() { let _ = h; }\n",
        };
        format!("{prelude}\n{IMPORTS}{policy_imports}\n{attribute}{item}\n\n{wiring}")
    }
}
