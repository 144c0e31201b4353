//! Items: functions, types, traits, `impl` blocks, constants.

use proc_macro2::Span as TokenSpan;
use syn::{
    Attribute, Block, Expr, Fields, FnArg, ForeignItem, Ident, ImplItem, Item, ItemImpl, ItemTrait,
    ReturnType, Signature, TraitItem, Type, Visibility,
};

use super::imports::{is_public, visibility_start};
use super::patterns::Given;
use super::{Reader, Remark, extent};
use crate::model::facts::{BindingKind, CallKind, Function, Type as TypeFact, TypeId};
use crate::model::place::Span;

/// Names of the fields of tuple structs.
const POSITIONS: [&str; 12] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];

/// A constant, wherever it is declared.
struct Constant<'a> {
    exported: bool,
    ident: &'a Ident,
    ty: &'a Type,
    value: Option<&'a Expr>,
    associated: bool,
}

/// What stands before the body of a function.
pub(super) struct Header<'a> {
    /// Its attributes.
    pub(super) attrs: &'a [Attribute],
    /// Its visibility as written.
    pub(super) vis: &'a Visibility,
    /// Whether it is visible outside the file.
    pub(super) exported: bool,
    /// The rest of it.
    pub(super) signature: &'a Signature,
    /// It belongs to the type around it.
    pub(super) associated: bool,
}

impl<'s> Reader<'s> {
    /// Items in order.
    pub(super) fn items(&mut self, items: &[Item]) {
        for item in items {
            self.item(item);
        }
    }

    /// One item.
    pub(super) fn item(&mut self, item: &Item) {
        if !self.builder.down() {
            self.builder.up();
            return;
        }
        match item {
            Item::Const(item) => self.constant(&Constant {
                exported: is_public(&item.vis),
                ident: &item.ident,
                ty: &item.ty,
                value: Some(&item.expr),
                associated: false,
            }),
            Item::Static(item) => self.constant(&Constant {
                exported: is_public(&item.vis),
                ident: &item.ident,
                ty: &item.ty,
                value: Some(&item.expr),
                associated: false,
            }),
            Item::Enum(item) => {
                let start = visibility_start(&item.vis, item.enum_token.span);
                let span = self.between(start, item.brace_token.span.close());
                self.open_type(&item.ident, Vec::new(), span, &item.vis, &item.attrs);
                for variant in &item.variants {
                    self.fields(variant.fields.iter());
                    if let Some((_, value)) = &variant.discriminant {
                        self.visit(value);
                    }
                }
                self.builder.leave_type();
            }
            Item::Struct(item) => {
                let start = visibility_start(&item.vis, item.struct_token.span);
                let end = match (&item.semi_token, &item.fields) {
                    (Some(semi), _) => semi.span,
                    (None, Fields::Named(fields)) => fields.brace_token.span.close(),
                    (None, _) => item.ident.span(),
                };
                let span = self.between(start, end);
                self.open_type(&item.ident, Vec::new(), span, &item.vis, &item.attrs);
                self.fields(item.fields.iter());
                self.builder.leave_type();
            }
            Item::Union(item) => {
                let start = visibility_start(&item.vis, item.union_token.span);
                let span = self.between(start, item.fields.brace_token.span.close());
                self.open_type(&item.ident, Vec::new(), span, &item.vis, &item.attrs);
                self.fields(item.fields.named.iter());
                self.builder.leave_type();
            }
            Item::Trait(item) => self.trait_item(item),
            Item::Impl(item) => self.impl_item(item),
            Item::Fn(item) => {
                let header = Header {
                    attrs: &item.attrs,
                    vis: &item.vis,
                    exported: is_public(&item.vis),
                    signature: &item.sig,
                    associated: false,
                };
                self.function(
                    &header,
                    Some(&item.block),
                    item.block.brace_token.span.close(),
                );
            }
            Item::Mod(item) => {
                if let Some((_, items)) = &item.content {
                    self.items(items);
                }
            }
            Item::Use(item) => self.use_item(item),
            Item::ExternCrate(item) => self.extern_crate(item),
            Item::ForeignMod(item) => {
                for item in &item.items {
                    self.foreign_item(item);
                }
            }
            Item::Macro(item) => match &item.ident {
                Some(ident) => self.macro_definition(item, ident),
                None => {
                    self.macro_call(&item.mac);
                }
            },
            Item::Verbatim(tokens) => self.unknown(tokens),
            _ => {}
        }
        self.builder.up();
    }

    fn foreign_item(&mut self, item: &ForeignItem) {
        match item {
            ForeignItem::Fn(item) => {
                let header = Header {
                    attrs: &item.attrs,
                    vis: &item.vis,
                    exported: is_public(&item.vis),
                    signature: &item.sig,
                    associated: false,
                };
                self.function(&header, None, item.semi_token.span);
            }
            ForeignItem::Static(item) => self.constant(&Constant {
                exported: is_public(&item.vis),
                ident: &item.ident,
                ty: &item.ty,
                value: None,
                associated: false,
            }),
            ForeignItem::Macro(item) => {
                self.macro_call(&item.mac);
            }
            _ => {}
        }
    }

    fn open_type(
        &mut self,
        ident: &Ident,
        bases: Vec<&'s str>,
        span: Span,
        vis: &Visibility,
        attrs: &[Attribute],
    ) -> TypeId {
        let (name, _) = self.name(ident);
        let id = self.builder.enter_type(TypeFact {
            name,
            bases,
            span,
            exported: is_public(vis),
        });
        self.attributes(attrs, CallKind::OnType(id));
        id
    }

    fn fields<'f>(&mut self, fields: impl Iterator<Item = &'f syn::Field>) {
        for (index, field) in fields.enumerate() {
            let declared = self.type_text(&field.ty);
            let (name, span) = match &field.ident {
                Some(ident) => self.name(ident),
                None => match POSITIONS.get(index) {
                    Some(name) => (*name, self.type_span(&field.ty)),
                    None => break,
                },
            };
            let binding = self.builder.bind(BindingKind::Field, name, span);
            binding.declared = Some(declared);
            binding.exported = is_public(&field.vis);
        }
    }

    fn type_span(&self, ty: &Type) -> Span {
        self.between(extent::type_start(ty), extent::type_end(ty))
    }

    fn trait_item(&mut self, item: &ItemTrait) {
        let start = item
            .unsafety
            .as_ref()
            .map_or(item.trait_token.span, |token| token.span);
        let span = self.between(
            visibility_start(&item.vis, start),
            item.brace_token.span.close(),
        );
        let bases = item
            .supertraits
            .iter()
            .map(|bound| self.text_between(extent::bound_start(bound), extent::bound_end(bound)))
            .collect();
        self.open_type(&item.ident, bases, span, &item.vis, &item.attrs);
        let exported = is_public(&item.vis);
        for inner in &item.items {
            match inner {
                TraitItem::Const(inner) => self.constant(&Constant {
                    exported,
                    ident: &inner.ident,
                    ty: &inner.ty,
                    value: inner.default.as_ref().map(|(_, value)| value),
                    associated: true,
                }),
                TraitItem::Fn(inner) => {
                    let end = match (&inner.default, &inner.semi_token) {
                        (Some(block), _) => block.brace_token.span.close(),
                        (None, Some(semi)) => semi.span,
                        (None, None) => inner.sig.paren_token.span.close(),
                    };
                    let header = Header {
                        attrs: &inner.attrs,
                        vis: &Visibility::Inherited,
                        exported,
                        signature: &inner.sig,
                        associated: true,
                    };
                    self.function(&header, inner.default.as_ref(), end);
                }
                TraitItem::Macro(inner) => {
                    self.macro_call(&inner.mac);
                }
                TraitItem::Verbatim(tokens) => self.unknown(tokens),
                _ => {}
            }
        }
        self.builder.leave_type();
    }

    fn impl_item(&mut self, item: &ItemImpl) {
        let name = self.type_name(&item.self_ty).unwrap_or("");
        if let Some((path, _)) = &item.trait_ {
            let base = self.text_between(extent::path_start(path), extent::path_end(path));
            self.remarks.push(Remark::Base(name, base));
        }
        let before = self.builder.facts.calls.len();
        self.attributes(&item.attrs, CallKind::Function);
        for call in before..self.builder.facts.calls.len() {
            let id = crate::model::facts::CallId(call as u32);
            self.remarks.push(Remark::Attribute(name, id));
        }
        self.builder.enter_owner(name);
        self.impl_items(&item.items);
        self.builder.leave_type();
    }

    fn impl_items(&mut self, items: &[ImplItem]) {
        for item in items {
            self.impl_member(item);
        }
    }

    /// One member of an `impl` block, the owner already entered.
    pub(super) fn impl_member(&mut self, item: &ImplItem) {
        match item {
            ImplItem::Const(item) => self.constant(&Constant {
                exported: is_public(&item.vis),
                ident: &item.ident,
                ty: &item.ty,
                value: Some(&item.expr),
                associated: true,
            }),
            ImplItem::Fn(item) => {
                let header = Header {
                    attrs: &item.attrs,
                    vis: &item.vis,
                    exported: is_public(&item.vis),
                    signature: &item.sig,
                    associated: true,
                };
                self.function(
                    &header,
                    Some(&item.block),
                    item.block.brace_token.span.close(),
                );
            }
            ImplItem::Macro(item) => {
                self.macro_call(&item.mac);
            }
            ImplItem::Verbatim(tokens) => self.unknown(tokens),
            _ => {}
        }
    }

    /// The last name of a type's path, references and pointers stripped.
    fn type_name(&self, mut ty: &Type) -> Option<&'s str> {
        loop {
            ty = match ty {
                Type::Path(path) => {
                    let last = path.path.segments.last()?;
                    return Some(self.name(&last.ident).0);
                }
                Type::TraitObject(object) => {
                    return object.bounds.iter().find_map(|bound| match bound {
                        syn::TypeParamBound::Trait(bound) => {
                            let last = bound.path.segments.last()?;
                            Some(self.name(&last.ident).0)
                        }
                        _ => None,
                    });
                }
                Type::Reference(inner) => &inner.elem,
                Type::Ptr(inner) => &inner.elem,
                Type::Paren(inner) => &inner.elem,
                Type::Group(inner) => &inner.elem,
                Type::Slice(inner) => &inner.elem,
                Type::Array(inner) => &inner.elem,
                _ => return None,
            };
        }
    }

    fn constant(&mut self, constant: &Constant<'_>) {
        let (name, span) = self.name(constant.ident);
        let declared = self.type_text(constant.ty);
        let value = constant.value.map(|value| self.value(value));
        let owner = if constant.associated {
            self.builder.owner()
        } else {
            None
        };
        let binding = self.builder.bind(BindingKind::Constant, name, span);
        binding.value = value;
        binding.declared = Some(declared);
        binding.exported = constant.exported;
        binding.owner = owner;
    }

    /// A function with or without a body.
    fn function(&mut self, header: &Header<'_>, body: Option<&Block>, end: TokenSpan) {
        self.open_function(header, end);
        if let Some(body) = body
            && let Some(value) = self.block(body)
        {
            self.returns(value);
        }
        self.builder.leave_function();
    }

    /// Enters a function that ends with the token `end`, and binds its parameters.
    pub(super) fn open_function(&mut self, header: &Header<'_>, end: TokenSpan) {
        let signature = header.signature;
        let start = visibility_start(header.vis, signature_start(signature));
        let (name, name_span) = self.name(&signature.ident);
        let owner = if header.associated {
            self.builder.owner()
        } else {
            None
        };
        let receiver = signature.receiver().map(|_| "self");
        let typed = || {
            signature.inputs.iter().filter_map(|input| match input {
                FnArg::Typed(typed) => Some(typed),
                FnArg::Receiver(_) => None,
            })
        };
        let function = Function {
            name,
            owner,
            receiver,
            parent: None,
            returns: match &signature.output {
                ReturnType::Type(_, ty) => Some(self.type_text(ty)),
                ReturnType::Default => None,
            },
            span: self.between(start, end),
            name_span,
            parameters: typed().count() as u16,
            variadic: signature.variadic.is_some(),
            exported: header.exported,
            is_macro: false,
        };
        let id = self.builder.enter_function(function);
        let parent = self.builder.facts.function(id).parent;
        let before = self.builder.facts.calls.len();
        self.attributes(header.attrs, CallKind::OnFunction(id));
        for call in &mut self.builder.facts.calls[before..] {
            call.function = parent;
        }
        for (index, typed) in typed().enumerate() {
            let given = Given {
                declared: Some(self.type_text(&typed.ty)),
                parameter: Some(index as u16),
                ..Given::default()
            };
            self.pattern(&typed.pat, given);
        }
    }
}

fn signature_start(signature: &Signature) -> TokenSpan {
    signature
        .constness
        .as_ref()
        .map(|token| token.span)
        .or(signature.asyncness.as_ref().map(|token| token.span))
        .or(match &signature.safety {
            syn::Safety::Safe(token) => Some(token.span),
            syn::Safety::Unsafe(token) => Some(token.span),
            syn::Safety::Default => None,
        })
        .or(signature.abi.as_ref().map(|abi| abi.extern_token.span))
        .unwrap_or(signature.fn_token.span)
}
