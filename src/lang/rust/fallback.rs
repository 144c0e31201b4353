//! Files that syn refuses: tree-sitter tells the sound pieces from the rest, and syn reads those.
//!
//! Of the rest come functions with their parameters, types with their fields, calls with arguments,
//! macros, and names bound by a plain `let`; patterns, attributes and values of branches do not.

use syn::parse::{Parse as _, ParseStream};
use syn::{Attribute, Block, ImplItem, Signature, Visibility};
use tree_sitter::Node;

use super::declarations::Header;
use super::{BRACKETS, CHAIN, Reader, Remark, scan};
use crate::lang::tree::{kinds, span};
use crate::lang::{Parsers, Reading, bracket_depth};
use crate::model::facts::{Arg, BindingKind, CallKind, Function, Type, ValueId, ValueKind};
use crate::model::language::Dialect;
use crate::model::place::Span;

kinds! { Kind for Dialect::Rust;
    Attribute = "attribute_item",
    InnerAttribute = "inner_attribute_item",
    LineComment = "line_comment",
    BlockComment = "block_comment",
    Function = "function_item",
    Signature = "function_signature_item",
    Impl = "impl_item",
    Trait = "trait_item",
    Module = "mod_item",
    Struct = "struct_item",
    Enum = "enum_item",
    Union = "union_item",
    Field = "field_declaration",
    Constant = "const_item",
    Static = "static_item",
    Use = "use_declaration",
    ExternCrate = "extern_crate_declaration",
    Foreign = "foreign_mod_item",
    MacroDefinition = "macro_definition",
    Macro = "macro_invocation",
    Let = "let_declaration",
    Statement = "expression_statement",
    Call = "call_expression",
    Member = "field_expression",
    Scoped = "scoped_identifier",
    Closure = "closure_expression",
    If = "if_expression",
    Match = "match_expression",
    For = "for_expression",
    While = "while_expression",
    Loop = "loop_expression",
    Block = "block",
    Tokens = "token_tree",
    Identifier = "identifier",
}

/// What is around a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// A module or a function body.
    Scope,
    /// The body of an `impl` or a trait.
    Type,
    /// A function's body, whose last expression is handed back.
    Body,
    /// That last expression.
    Tail,
}

/// Reads a file.
pub(super) fn read<'s>(parsers: &mut Parsers, text: &'s str) -> Reading<'s> {
    let Some(tree) = parsers.parse(Dialect::Rust, text) else {
        return Reading::stopped();
    };
    let mut reader = Reader::new(text);
    reader.members(tree.root_node(), Within::Scope);
    Reading::whole(reader.finish(), tree.root_node().has_error())
}

impl<'s> Reader<'s> {
    /// Everything inside a node; attributes stand before what they are on.
    fn members(&mut self, node: Node<'_>, within: Within) {
        let mut attributes = None;
        let mut cursor = node.walk();
        let mut children = node.named_children(&mut cursor).peekable();
        while let Some(child) = children.next() {
            let within = match within {
                // Asking a node for its parent or neighbour is slow.
                Within::Body if children.peek().is_none() => Within::Tail,
                Within::Tail => Within::Scope,
                around => around,
            };
            match Kind::of(child) {
                Kind::Attribute => {
                    attributes.get_or_insert(child.start_byte());
                }
                Kind::LineComment | Kind::BlockComment | Kind::InnerAttribute => {}
                kind => {
                    let start = attributes.take().unwrap_or(child.start_byte());
                    self.node(child, kind, start, within);
                }
            }
        }
    }

    fn node(&mut self, node: Node<'_>, kind: Kind, start: usize, within: Within) {
        if self.builder.down() && !self.sound_piece(node, kind, start, within) {
            self.broken(node, kind, start, within);
        }
        self.builder.up();
    }

    /// Hands a node without errors to syn.
    fn sound_piece(&mut self, node: Node<'_>, kind: Kind, start: usize, within: Within) -> bool {
        let attempts = !matches!(
            kind,
            Kind::Other
                | Kind::Field
                | Kind::Signature
                | Kind::Member
                | Kind::Scoped
                | Kind::Block
                | Kind::Tokens
                | Kind::Identifier
        );
        let span = Span::new(start, node.end_byte());
        if !attempts || !self.may_parse(node, span) {
            return false;
        }
        let read = if within == Within::Type && matches!(kind, Kind::Function | Kind::Constant) {
            self.piece(span, ImplItem::parse, |reader, item| {
                reader.impl_member(item);
            })
        } else {
            let tail = within == Within::Tail;
            self.piece(span, Block::parse_within, |reader, statements| {
                if let Some(value) = reader.statements(statements)
                    && tail
                {
                    reader.returns(value);
                }
            })
        };
        if !read {
            self.fuel = self.fuel.saturating_sub(node.end_byte() - start);
        }
        read
    }

    /// Whether syn may be tried. A look at what is too deep is paid for: its inside is looked at
    /// again.
    fn may_parse(&mut self, node: Node<'_>, span: Span) -> bool {
        if node.has_error() || self.fuel == 0 {
            return false;
        }
        let text = self.slice(span);
        let shallow = bracket_depth(text) <= BRACKETS && scan::scan(text).chain <= CHAIN;
        if !shallow {
            self.fuel = self.fuel.saturating_sub(text.len() / 2);
        }
        shallow
    }

    /// What can be told of a node that syn does not read.
    fn broken(&mut self, node: Node<'_>, kind: Kind, start: usize, within: Within) {
        match kind {
            Kind::Function | Kind::Signature => self.broken_function(node, start, within),
            Kind::Impl => {
                let name = self.field(node, "type").map_or("", last_name);
                if let Some(base) = self.field(node, "trait") {
                    self.remarks.push(Remark::Base(name, base));
                }
                self.builder.enter_owner(name);
                self.body(node, Within::Type);
                self.builder.leave_type();
            }
            Kind::Trait | Kind::Struct | Kind::Enum | Kind::Union => {
                self.builder.enter_type(Type {
                    name: self.field(node, "name").unwrap_or(""),
                    bases: Vec::new(),
                    span: span(node),
                    exported: is_public(node),
                });
                self.body(node, Within::Type);
                self.builder.leave_type();
            }
            Kind::Field => {
                if let Some(name) = node.child_by_field_name("name") {
                    let (text, declared) = (self.slice(span(name)), self.field(node, "type"));
                    let binding = self.builder.bind(BindingKind::Field, text, span(name));
                    binding.declared = declared;
                    binding.exported = is_public(node);
                }
            }
            Kind::Let | Kind::Constant | Kind::Static => self.broken_binding(node, kind),
            Kind::Call => {
                self.broken_call(node);
            }
            Kind::Macro => {
                self.broken_macro(node);
            }
            Kind::Tokens => self.broken_tokens(node),
            Kind::Closure => {
                let whole = span(node);
                self.builder.enter_function(Function {
                    name: "",
                    owner: None,
                    receiver: None,
                    parent: None,
                    returns: self.field(node, "return_type"),
                    span: whole,
                    name_span: Span {
                        end: whole.start + 1,
                        ..whole
                    },
                    parameters: 0,
                    variadic: false,
                    exported: false,
                    is_macro: false,
                });
                self.members(node, Within::Scope);
                self.builder.leave_function();
            }
            _ => self.members(node, Within::Scope),
        }
    }

    fn body(&mut self, node: Node<'_>, within: Within) {
        match node.child_by_field_name("body") {
            Some(body) => self.members(body, within),
            None => self.members(node, within),
        }
    }

    fn broken_function(&mut self, node: Node<'_>, start: usize, within: Within) {
        let body = node.child_by_field_name("body");
        let end = body.map_or(node.end_byte(), |body| body.start_byte());
        let header = Span::new(start, end);
        let associated = within == Within::Type;
        let before = self.builder.facts.functions.len();
        // A header is short; what makes it long is none.
        let read = bracket_depth(self.slice(header)) <= BRACKETS
            && scan::scan(self.slice(header)).chain <= CHAIN
            && self.piece(header, header_of, |reader, (attrs, vis, signature)| {
                let header = Header {
                    attrs,
                    vis,
                    exported: super::imports::is_public(vis),
                    signature,
                    associated,
                };
                reader.open_function(&header, signature.paren_token.span.close());
            });
        if read {
            self.builder.facts.functions[before].span.end = node.end_byte() as u32;
        } else {
            let name = node.child_by_field_name("name").unwrap_or(node);
            let owner = if associated {
                self.builder.owner()
            } else {
                None
            };
            self.builder.enter_function(Function {
                name: self.slice(span(name)),
                owner,
                receiver: None,
                parent: None,
                returns: self.field(node, "return_type"),
                span: span(node),
                name_span: span(name),
                parameters: 0,
                variadic: false,
                exported: is_public(node),
                is_macro: false,
            });
        }
        if let Some(body) = body {
            self.members(body, Within::Body);
        }
        self.builder.leave_function();
    }

    fn broken_binding(&mut self, node: Node<'_>, kind: Kind) {
        let value = node
            .child_by_field_name("value")
            .map(|value| self.broken_value(value));
        let name = match kind {
            Kind::Let => node.child_by_field_name("pattern"),
            _ => node.child_by_field_name("name"),
        };
        if let Some(name) = name
            && Kind::of(name) == Kind::Identifier
        {
            let (text, declared) = (self.slice(span(name)), self.field(node, "type"));
            let constant = kind != Kind::Let;
            let kind = if constant {
                BindingKind::Constant
            } else {
                BindingKind::Variable
            };
            let binding = self.builder.bind(kind, text, span(name));
            binding.value = value;
            binding.declared = declared;
            binding.exported = constant && is_public(node);
        }
    }

    /// An expression inside a broken one.
    fn broken_value(&mut self, node: Node<'_>) -> ValueId {
        if !self.builder.down() {
            self.builder.up();
            return self.builder.value(ValueKind::Other, span(node));
        }
        let mut value = None;
        if self.may_parse(node, span(node)) {
            self.piece(span(node), syn::Expr::parse, |reader, expr| {
                value = Some(reader.value(expr));
            });
        }
        let kind = Kind::of(node);
        let value = match (value, kind) {
            (Some(value), _) => value,
            (None, Kind::Call) => self.broken_call(node),
            (None, Kind::Macro) => self.broken_macro(node),
            (None, _) => {
                self.broken(node, kind, node.start_byte(), Within::Scope);
                self.builder.value(ValueKind::Other, span(node))
            }
        };
        self.builder.up();
        value
    }

    fn broken_call(&mut self, node: Node<'_>) -> ValueId {
        let call = self.builder.start_call(CallKind::Function, span(node));
        let callee = node.child_by_field_name("function").unwrap_or(node);
        let mut at = callee;
        for field in ["function", "field", "name"] {
            at = at.child_by_field_name(field).unwrap_or(at);
        }
        let value = match (Kind::of(callee), callee.child_by_field_name("value")) {
            (Kind::Member, Some(base)) => {
                let base = self.broken_value(base);
                let name = self.slice(span(at));
                let kind = ValueKind::Member { base, name };
                self.builder.value(kind, span(callee))
            }
            _ if callee == node => self.builder.value(ValueKind::Other, span(node)),
            _ => self.broken_value(callee),
        };
        let mut args = Vec::new();
        if let Some(list) = node.child_by_field_name("arguments") {
            let mut cursor = list.walk();
            for child in list.named_children(&mut cursor) {
                if !child.is_extra() {
                    args.push(Arg {
                        name: None,
                        value: self.broken_value(child),
                        spread: false,
                    });
                }
            }
        }
        self.builder.finish_call(call, value, span(at), args)
    }

    fn broken_macro(&mut self, node: Node<'_>) -> ValueId {
        let call = self.builder.start_call(CallKind::Macro, span(node));
        let path = node.child_by_field_name("macro").unwrap_or(node);
        let at = path.child_by_field_name("name").unwrap_or(path);
        let callee = if path == node {
            self.builder.value(ValueKind::Other, span(node))
        } else {
            self.broken_value(path)
        };
        self.members(node, Within::Scope);
        self.builder.finish_call(call, callee, span(at), Vec::new())
    }

    /// Searches the tokens of a macro for `name!(…)`.
    fn broken_tokens(&mut self, node: Node<'_>) {
        let mut cursor = node.walk();
        let (mut name, mut bang): (Option<Node<'_>>, bool) = (None, false);
        for child in node.children(&mut cursor) {
            match Kind::of(child) {
                Kind::Identifier => (name, bang) = (Some(child), false),
                Kind::Tokens => {
                    let called = name.take().filter(|_| bang);
                    self.called_tokens(called, child);
                    bang = false;
                }
                _ if name.is_some() && !bang && child.kind() == "!" => bang = true,
                _ => (name, bang) = (None, false),
            }
        }
    }

    fn called_tokens(&mut self, name: Option<Node<'_>>, tokens: Node<'_>) {
        if self.builder.down() {
            match name {
                Some(name) => {
                    let whole = Span::new(name.start_byte(), tokens.end_byte());
                    let read = self.may_parse(tokens, whole)
                        && self.piece(whole, syn::Expr::parse, Self::visit);
                    if !read {
                        let call = self.builder.start_call(CallKind::Macro, whole);
                        let text = self.slice(span(name));
                        let callee = self.builder.value(ValueKind::Name(text), span(name));
                        self.broken_tokens(tokens);
                        self.builder
                            .finish_call(call, callee, span(name), Vec::new());
                    }
                }
                None => self.broken_tokens(tokens),
            }
        }
        self.builder.up();
    }

    fn field(&self, node: Node<'_>, name: &str) -> Option<&'s str> {
        node.child_by_field_name(name)
            .map(|field| self.slice(span(field)))
    }
}

/// Attributes, visibility and signature of a function whose body is left out.
fn header_of(input: ParseStream) -> syn::Result<(Vec<Attribute>, Visibility, Signature)> {
    Ok((
        input.call(Attribute::parse_outer)?,
        input.parse()?,
        input.parse()?,
    ))
}

fn is_public(node: Node<'_>) -> bool {
    node.named_child(0)
        .is_some_and(|first| first.kind() == "visibility_modifier")
}

/// `Server` of `&'a crate::Server<T>`.
fn last_name(ty: &str) -> &str {
    let path = ty.split('<').next().unwrap_or(ty).trim_end();
    path.rsplit(|c: char| !c.is_alphanumeric() && c != '_')
        .next()
        .unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::Kind;
    use crate::model::language::Dialect;

    #[test]
    fn the_grammar_knows_every_kind() {
        crate::lang::tree::assert_kinds_exist(Dialect::Rust, Kind::NAMES);
    }
}
